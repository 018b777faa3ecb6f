import assert from "node:assert/strict";
import { test } from "node:test";
import { openConversation, pageURL, rowOf, sendMail, signIn, sticksOut, subjectOf, useBrowser, violations } from "../stage.js";

const firstLoadLimit = 200 * 1024;

const newVisitor = useBrowser();

test("from an empty cache to the list takes at most 200 KB of page, code and styles", async () => {
  const page = await newVisitor();
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  const own = new Map();
  client.on("Network.responseReceived", ({ requestId, response }) => {
    const url = new URL(response.url);
    if (url.origin === pageURL && !url.pathname.startsWith("/v1/")) own.set(requestId, { path: url.pathname, bytes: 0, encoding: Object.entries(response.headers).find(([name]) => name.toLowerCase() === "content-encoding")?.[1] });
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { if (own.has(requestId)) own.get(requestId).bytes = encodedDataLength; });
  await signIn(page, "Owner");
  await page.locator("a.row").first().waitFor();
  const files = [...own.values()].filter((f) => f.bytes > 0 && !f.path.endsWith(".woff2")); // the rest came from the cache
  const total = files.reduce((sum, f) => sum + f.bytes, 0);
  console.log(`first load: ${files.length} answers, ${(total / 1024).toFixed(0)} KB with their headers`);
  for (const f of files.filter((f) => /\.(js|css)$/.test(f.path))) assert.equal(f.encoding, "gzip", f.path);
  assert.ok(total > 50 * 1024 && total <= firstLoadLimit, `${total} bytes: ${files.map((f) => `${f.path} ${f.bytes}`).join(", ")}`);
});

for (const colorScheme of ["light", "dark"]) {
  test(`list, thread and answer meet WCAG AA in ${colorScheme}`, async () => {
    const page = await newVisitor({ colorScheme, reducedMotion: "reduce" });
    const subject = await sendMail({ subject: subjectOf("Contrast"), cc: "Casey <casey@example.org>", text: "Can you read this?" });
    await signIn(page, "Owner");
    await openConversation(page, subject);
    await page.keyboard.press("a");
    await page.getByRole("textbox", { name: "Your answer" }).fill("Yes.");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("link", { name: "Contacts" }).click();
    await page.getByRole("link", { name: /robin@example\.org/ }).click();
    await page.getByRole("button", { name: "Block" }).waitFor();
    assert.deepEqual(await violations(page), []);
  });
}

test("on a phone, 375 pixels wide, one pane at a time and nothing sticks out", async () => {
  const page = await newVisitor({ viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true });
  const subject = await sendMail({ subject: subjectOf("From a phone, with quite a long subject line to fit"), text: `${"averyveryverylongword".repeat(8)}\n\nHello.` });
  await signIn(page, "Agent");
  await rowOf(page, subject).waitFor();
  assert.equal(await sticksOut(page), false);
  await rowOf(page, subject).tap();
  await page.locator("article").waitFor();
  assert.equal(await page.locator("a.row").count(), 0);
  assert.equal(await sticksOut(page), false);
  await page.getByRole("button", { name: /^Reply to/ }).tap();
  await page.getByRole("textbox", { name: "Your answer" }).fill("On my way.");
  assert.equal(await sticksOut(page), false);
  await page.getByRole("button", { name: "Send", exact: true }).tap();
  await page.locator("article.outbound", { hasText: "On my way." }).waitFor();
  await page.getByRole("button", { name: "Back to the list" }).tap();
  await rowOf(page, subject).waitFor();
  await page.getByRole("button", { name: "Menu" }).tap();
  await page.getByRole("link", { name: "Done" }).tap();
  await page.getByRole("heading", { name: "Done" }).waitFor();
});
