import { describe, expect, it } from "vitest";
import { contentIDs, estimateHeight, frameDocument, hasRemoteImages } from "./frame";

const plain = { remoteImages: false, dark: false, nonce: "n0nce", inline: new Map<string, string>() };

function policyOf(doc: string): string {
  return doc.match(/Content-Security-Policy" content="([^"]+)"/)![1]!;
}

describe("the frame of a mail", () => {
  it("lets in no pictures from elsewhere until asked", () => {
    expect(policyOf(frameDocument("<p>hi</p>", plain))).toBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    expect(policyOf(frameDocument("", { ...plain, remoteImages: true }))).toContain("img-src data: https: http:;");
  });

  it("shows the mail's own pictures through their links", () => {
    const inline = new Map([["logo@1", "https://files.example.com/x?a=1&b=2"]]);
    const doc = frameDocument('<img src="cid:logo%401"><img src="cid:gone">', { ...plain, inline });
    expect(doc).toContain('<img src="https://files.example.com/x?a=1&amp;b=2">');
    expect(doc).toContain('<img src="cid:gone">');
    expect(policyOf(doc)).toContain("img-src data: https://files.example.com;");
  });

  it("can't be opened by a nonce or a link that carries markup", () => {
    const doc = frameDocument('<img src="cid:a">', {
      ...plain, nonce: '"><script>', inline: new Map([["a", 'https://files.example.com/"onerror="x']]),
    });
    expect(doc).not.toContain("<script>");
    expect(doc).not.toContain('"onerror=');
  });
});

describe("remote pictures", () => {
  it.each([
    ['<img src="https://example.com/p.gif">', true],
    ["<img src=//example.com/p.gif>", true],
    ["<td background='http://example.com/p.gif'>", true],
    ['<div style="background:url( https://example.com/p )">', true],
    ['<a href="https://example.com/">link</a>', false],
    ['<img src="cid:logo">', false],
  ])("%s → %s", (html, want) => expect(hasRemoteImages(html)).toBe(want));
});

it("Content-IDs are found and decoded, broken escapes too", () => {
  expect([...contentIDs(`<img src="cid:a%40b"><img src='CID:c'><img src=cid:%E0>`)]).toEqual(["a@b", "c", "%E0"]);
});

it("a long mail gets a taller frame than a short one, within bounds", () => {
  const long = "<p>line</p>".repeat(500);
  expect(estimateHeight("<p>hi</p>", 600)).toBe(72);
  expect(estimateHeight(long, 600)).toBe(640);
});

it("leaves no gap for pictures that were not fetched, but shows the mail's own", () => {
  const doc = frameDocument('<img src="cid:a">', { ...plain, inline: new Map([["a", "https://files.example.com/x"]]) });
  expect(doc).toContain('img[src^="http" i]:not([src^="https://files.example.com/"])');
  expect(frameDocument("", { ...plain, remoteImages: true })).not.toContain("display: none");
});
