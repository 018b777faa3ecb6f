import { describe, expect, it } from "vitest";
import { contentIDs, frameDocument, frameSandbox, hasRemoteImages, nameLinks } from "./frame";

const plain = { remoteImages: false, dark: false, nonce: "n0nce", inline: new Map<string, string>() };

function policyOf(doc: string): string {
  return doc.match(/Content-Security-Policy" content="([^"]+)"/)![1]!;
}

describe("the frame of a mail", () => {
  it("lets in no pictures from elsewhere until asked", () => {
    expect(policyOf(frameDocument("<p>hi</p>", plain))).toBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'");
    expect(policyOf(frameDocument("", { ...plain, remoteImages: true }))).toContain("img-src data: https: http:;");
  });

  it("shows the mail's own pictures through their links", () => {
    const inline = new Map([["logo@1", "https://files.example.com/x?a=1&b=2"]]);
    const doc = frameDocument('<img src="cid:logo%401"><img src="cid:gone">', { ...plain, inline });
    expect(doc).toContain('<img src="https://files.example.com/x?a=1&amp;b=2">');
    expect(doc).toContain('<img src="cid:gone">');
    expect(policyOf(doc)).toContain("img-src data: https://files.example.com;");
  });

  it("tells nobody else where the mail's pictures are", () => {
    const inline = new Map([["logo", "https://files.example.com/x?signed"]]);
    const html = '<p>cid:logo</p><a href="https://example.com/?cid:logo">x</a><img data-src="https://example.com/?cid:logo" alt="cid:logo">';
    expect(frameDocument(html, { ...plain, inline, remoteImages: true })).not.toContain("signed");
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
    ['<img data-src="https://example.com/p.gif">', true],
    ['<img alt="a" data-src="https://example.com/p.gif" width="1">', true],
    ['<a href="https://example.com/">data-src=</a>', false],
    ['<p>&lt;img data-src=&gt;</p>', false],
    ['<img src="cid:logo">', false],
  ])("%s → %s", (html, want) => expect(hasRemoteImages(html)).toBe(want));

  it("get their address back when they are asked for", () => {
    const html = '<img alt="a" data-src="https://example.com/p.gif">';
    expect(frameDocument(html, plain)).toContain(html);
    expect(frameDocument(html, { ...plain, remoteImages: true })).toContain('<img alt="a" src="https://example.com/p.gif">');
  });
});

it("Content-IDs are found and decoded, broken escapes too", () => {
  expect([...contentIDs(`<img src="cid:a%40b"><img src="CID:c&amp;d"> cid:e <img src="cid:%E0">`)]).toEqual(["a@b", "c&d", "%E0"]);
});

it("the frame runs nothing", () => {
  expect(frameSandbox.split(" ")).not.toContain("allow-scripts");
});

describe("a mail in the dark", () => {
  const dark = { ...plain, dark: true };
  it.each([
    ["<p>plain</p>", true],
    ['<blockquote style="border-left:1px solid #cccccc;border-color:red;">quoted</blockquote>', true],
    ["<p>color:red;</p>", true],
    ['<p style="color:#333333;">own words</p>', false],
    ['<div style="margin:0;background-color:white;">own paper</div>', false],
    ['<td bgcolor="#ffffff">own paper</td>', false],
    ['<font face="Arial" color="#333">own words</font>', false],
  ])("%s", (html, isDark) => {
    expect(frameDocument(html, dark).includes("color-scheme: dark")).toBe(isDark);
  });
});

it("a link says where it leads, and nothing in it says otherwise", () => {
  const titles = new Map<string, string>();
  const element = (name: string) => ({
    href: "https://example.com/",
    setAttribute: (_: string, value: string) => titles.set(name, value),
    removeAttribute: () => titles.delete(name),
  });
  titles.set("picture", "https://bank.example.org/");
  const page = { links: [element("link")], querySelectorAll: (selector: string) => selector === "a [title]" ? [element("picture")] : [] };
  nameLinks(page as unknown as Document);
  expect([...titles]).toEqual([["link", "https://example.com/"]]);
});
