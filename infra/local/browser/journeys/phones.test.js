import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { phonesURL, useBrowser } from "../stage.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const newVisitor = useBrowser();

/** A visitor who holds that phone. */
async function holding(number, options) {
  const page = await newVisitor({ bypassCSP: true, ...options }); // for axe
  await page.goto(phonesURL);
  await page.getByRole("combobox", { name: "This phone" }).fill(number);
  await page.getByRole("combobox", { name: "This phone" }).press("Enter");
  return page;
}

const write = async (page, text) => {
  await page.getByLabel("Your text").fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
};

test("a phone writes, is answered to its keywords, and sees what a text costs", async () => {
  const page = await holding("+1 555 0151");
  await page.getByText("Nothing has been written yet.").waitFor();
  await write(page, "hello");
  await page.locator("li.mine", { hasText: "hello" }).waitFor();
  await page.getByRole("button", { name: "JOIN" }).click();
  const answer = page.locator("li:not(.mine)", { hasText: "Example Shelves: You are subscribed" });
  await answer.getByText("1 segment").waitFor();
  await answer.getByText("GSM-7").waitFor();
  await answer.getByText("TEXT_DELIVERED").waitFor();
  await page.locator("li.mine", { hasText: "JOIN" }).getByRole("button", { name: "Send again, same id" }).click();
  await page.getByRole("button", { name: "STOP" }).click();
  await page.locator("li:not(.mine)", { hasText: "You are unsubscribed" }).waitFor();
  assert.equal(await page.locator("li.mine").count(), 3);
  assert.equal(await page.locator("li:not(.mine)").count(), 2);
});

test("AWS can be made to answer by itself, and a phone to get nothing", async () => {
  const page = await holding("+15550152");
  await page.getByLabel("its texts are").selectOption("blocked by the phone");
  await page.getByRole("button", { name: "HELP" }).click();
  await page.locator("li.lost", { hasText: "STOP to cancel" }).getByText("TEXT_BLOCKED").waitFor();
  await page.getByText("What AWS does with").click();
  await page.getByLabel("Another number of the account").fill("+15550198");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByLabel("writes to").selectOption("+15550198");
  await page.getByLabel("AWS answers STOP and HELP").check();
  await page.getByLabel("its texts are").selectOption("delivered");
  await page.getByRole("button", { name: "STOP" }).click();
  await page.locator("li", { hasText: "You have been unsubscribed" }).getByText("AWS’s own answer").waitFor();
  assert.ok(await page.getByLabel("This phone is on AWS’s list").isChecked());
});

for (const colorScheme of ["light", "dark"]) {
  test(`the phones meet WCAG AA in ${colorScheme}, and nothing sticks out at 375 pixels`, async () => {
    const page = await holding("+12125550143", { colorScheme, viewport: { width: 375, height: 720 } });
    await page.locator("li:not(.mine)").first().waitFor();
    await page.getByText("What AWS does with").click();
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
    assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 375));
    assert.deepEqual(page.faults, []);
  });
}
