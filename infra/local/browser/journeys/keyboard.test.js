import assert from "node:assert/strict";
import { test } from "node:test";
import { outboxMails, pageURL, rowOf, sendMail, subjectOf, useBrowser } from "../stage.js";

const newVisitor = useBrowser();

/** Presses a key until something has the focus, as somebody without a mouse does. */
async function pressUntil(page, key, found) {
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate(found)) return;
    await page.keyboard.press(key);
    await page.evaluate(() => new Promise(requestAnimationFrame)); // the focus follows a frame later
  }
  assert.fail(`${key} never reached it`);
}

test("a whole morning's work without a mouse", async () => {
  const page = await newVisitor();
  await page.goto(pageURL);
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await pressUntil(page, "Tab", () => document.activeElement?.textContent?.includes("Sign in"));
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /^Agent/ }).waitFor();
  await pressUntil(page, "Tab", () => document.activeElement?.textContent?.startsWith("Agent"));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "To do" }).waitFor();

  const older = await sendMail({ subject: subjectOf("Older question"), text: "One." });
  await rowOf(page, older).waitFor();
  const newer = await sendMail({ subject: subjectOf("Newer question"), text: "Two." });
  await rowOf(page, newer).waitFor();

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  const rowFocused = (subject) => `document.activeElement.matches("a.row") && document.activeElement.textContent.includes(${JSON.stringify(subject)})`;
  await pressUntil(page, "j", rowFocused(newer));
  await page.keyboard.press("j");
  await page.waitForFunction(rowFocused(older));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: older }).waitFor();
  await page.keyboard.press("k");
  await page.getByRole("heading", { name: newer }).waitFor();

  await page.keyboard.press("r");
  await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
  await page.keyboard.type("By keys alone, j and k too.");
  await page.keyboard.press("Control+Enter");
  await page.locator("article.outbound", { hasText: "By keys alone, j and k too." }).waitFor();
  assert.equal((await outboxMails(newer)).length, 1);

  await page.keyboard.press("e");
  await rowOf(page, newer).waitFor({ state: "detached" });
  await page.getByRole("heading", { name: older }).waitFor();
  await page.keyboard.press("u");
  await page.locator("a.row.unread", { hasText: older }).waitFor();
  await page.keyboard.press("#");
  await rowOf(page, older).waitFor({ state: "detached" });

  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.getAttribute("type") === "search");
  await page.keyboard.type("rob");
  await page.getByRole("link", { name: /robin@example\.org/ }).waitFor();
  assert.deepEqual(page.faults, []);
});
