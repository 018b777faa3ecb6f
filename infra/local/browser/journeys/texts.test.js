import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openSettings, phoneWhere, rowOf, signIn, sticksOut, text, textsTo, useBrowser, violations } from "../stage.js";

const newVisitor = useBrowser();
const field = (page) => page.getByRole("textbox", { name: /^Text / });
const send = (page) => page.getByRole("button", { name: "Send", exact: true });
const change = (page, words) => page.locator(".change", { hasText: words });

/** Opens the thread with a phone that has written. */
async function openThread(page, phone) {
  await rowOf(page, phone).click();
  await page.getByRole("heading", { name: phone }).waitFor();
}

/** A thread with somebody who has consented just now. */
async function consented(page, phone) {
  await text(phone, "hello");
  await text(phone, "JOIN");
  await openThread(page, phone);
  await change(page, "texted JOIN and consented to texts").waitFor();
}

/** For how long an answer may leave at any hour. */
async function answerWindow(page, choice) {
  await openSettings(page, "Texting");
  await page.getByLabel("How long an answer may leave").selectOption(choice);
  await page.getByRole("form", { name: "Hours and links" }).getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("link", { name: /^To do/ }).click();
}

test("a stranger can't be answered until they consent, and not after they stop", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  const phone = phoneWhere("day");
  await text(phone, "hello");
  await openThread(page, phone);
  await page.getByText("This contact has not consented to texts.").waitFor();
  assert.ok(await field(page).isDisabled());
  assert.equal(await send(page).count(), 0);

  await text(phone, "Join!");
  await change(page, "texted JOIN and consented to texts").waitFor();
  await page.locator("article.outbound", { hasText: "You are subscribed" }).getByText("Automatic").waitFor();
  await page.keyboard.press("r");
  await page.keyboard.type("Votre commande part “demain”");
  await page.getByText("UCS-2 · 28 of 70 · 1 segment · because of ““”").waitFor();
  await page.getByRole("button", { name: "Use plain characters" }).click();
  await page.getByText("GSM-7 · 28 of 160 · 1 segment").waitFor();
  assert.equal(await field(page).inputValue(), 'Votre commande part "demain"');
  await field(page).fill(`${"Votre commande est partie hier. ".repeat(3)}🚚`);
  await page.getByText("UCS-2 · 98 of 134 · 2 segments · because of “🚚”").waitFor();
  await field(page).press("Control+Enter");
  await page.locator("article.outbound", { hasText: "🚚" }).locator('[data-state="delivered"]').waitFor();
  assert.equal(await field(page).inputValue(), "");
  const [, answer] = await textsTo(phone, 2);
  assert.equal(answer.segments.length, 2);
  assert.match(answer.body, /🚚$/u);

  await text(phone, "Stop.");
  await change(page, "texted STOP and opted out of texts").waitFor();
  await page.getByText("This contact has opted out of texts.").waitFor();
  assert.ok(await field(page).isDisabled());
  assert.deepEqual(page.faults, []);
});

test("a text too long for the carriers says so and can't be sent", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  await consented(page, phoneWhere("day"));
  await field(page).fill("x".repeat(1531));
  await page.getByTestId("cost").getByText("shorten it or send it in several").waitFor();
  assert.ok(await send(page).isDisabled());
  await field(page).fill("x".repeat(1530));
  await page.getByText("GSM-7 · 1530 of 1530 · 10 segments").waitFor();
  assert.ok(await send(page).isEnabled());
});

test("a picture travels with a text", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  const phone = phoneWhere("day");
  await consented(page, phone);
  const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
  await page.locator('input[type="file"]').setInputFiles({ name: "shelf.gif", mimeType: "image/gif", buffer: pixel });
  await page.getByRole("list", { name: "Attached files" }).getByText("42 B").waitFor();
  await field(page).fill("This is the one.");
  await page.getByTestId("cost").getByText("MMS · 1 message").waitFor();
  await send(page).click();
  const message = page.locator("article.outbound", { hasText: "This is the one." });
  await message.getByRole("list", { name: "Attachments" }).getByText("shelf.gif").waitFor();
  await message.locator('[data-state="delivered"]').waitFor();
  assert.equal((await textsTo(phone, 2)).at(-1).media, "image/gif");
});

test("at night a text waits until eight there, or leaves for a reason that is recorded", async () => {
  const page = await newVisitor();
  await signIn(page, "Manager");
  await answerWindow(page, "-1");
  const phone = phoneWhere("night");
  await consented(page, phone);
  await page.getByText("outside the hours in which this contact may be texted").waitFor();
  await page.locator(".local-time", { hasText: "there" }).waitFor();

  await field(page).fill("It is ready: https://example.com/orders/4471?from=text");
  await page.getByRole("button", { name: /^Send at .*8:00.*their time/ }).click();
  const waiting = page.locator("article.outbound", { hasText: "It is ready" });
  await waiting.getByText(/Leaves .*8:00.*their time/).waitFor();
  await waiting.getByRole("button", { name: "Cancel" }).click();
  await waiting.getByText("Cancelled before it was sent.").waitFor();

  await field(page).fill("We are here all night.");
  await page.getByRole("button", { name: "Another time…" }).click();
  await page.getByLabel(/^When, in their time/).fill("2030-01-05T21:30");
  await page.getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("alert").waitFor(); // years ahead, and at night
  await page.getByRole("button", { name: "Send now…" }).click();
  await page.getByLabel(/^Why can it not wait/).fill("They asked for it tonight.");
  await page.getByRole("button", { name: "Send now", exact: true }).click();
  await page.locator("article.outbound", { hasText: "all night" }).locator('[data-state="delivered"]').waitFor();
  assert.equal((await textsTo(phone, 2)).at(-1).body, "We are here all night.");

  await page.locator(".thread-title a").click();
  await page.getByRole("list", { name: "What happened" }).getByText("texted outside the texting hours: “They asked for it tonight.”").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Evidence" }).click()]);
  assert.match(readFileSync(await file.path(), "utf8"), /They asked for it tonight\./);
  await answerWindow(page, "60");
  assert.deepEqual(page.faults, []);
});

test("words that seem to refuse are shown until an agent decides, in one click", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  const phone = phoneWhere("day");
  await consented(page, phone);
  await text(phone, "please don't text me anymore");
  const refusal = page.locator(".refusal", { hasText: "please don't text me anymore" });
  await refusal.getByRole("button", { name: "Not a refusal" }).click();
  await refusal.waitFor({ state: "detached" });
  await text(phone, "I said: please don't text me anymore!");
  await refusal.getByRole("button", { name: "Opt out" }).click();
  await page.getByText("This contact has opted out of texts.").waitFor();
  await refusal.waitFor({ state: "detached" });
});

test("who is texted first has consented, and it is written down how", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  const phone = phoneWhere("day");
  await page.getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("button", { name: "New contact" }).click();
  await page.getByLabel("Name").fill("Marlow Finch");
  await page.getByLabel("Phone").fill(phone);
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("No consent").waitFor();
  assert.equal(await page.getByRole("button", { name: "Evidence" }).count(), 0); // an agent's no business

  await page.keyboard.press("c");
  await page.getByText("Text message", { exact: true }).click();
  await page.getByRole("combobox", { name: "To" }).pressSequentially("Marl");
  await page.getByRole("option", { name: new RegExp(`Marlow Finch \\${phone}`) }).click();
  await page.getByRole("textbox", { name: "Your text" }).fill("Your shelf is here.");
  await send(page).click();
  await page.getByRole("alert").getByText("This contact has not consented to texts.").waitFor();
  await page.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Record consent" }).click();
  await page.getByLabel("How was it given?").fill("Wrote their number on the card at the desk.");
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("list", { name: "What happened" }).getByText("recorded consent: “Wrote their number on the card at the desk.”").waitFor();
  await page.getByRole("button", { name: "Text", exact: true }).click();
  assert.equal(await page.getByRole("textbox", { name: "Your text" }).inputValue(), "Your shelf is here.");
  await send(page).click();
  await page.getByRole("heading", { name: "Marlow Finch" }).waitFor();
  await page.locator("article.outbound", { hasText: "Your shelf is here." }).locator('[data-state="delivered"]').waitFor();
  assert.equal((await textsTo(phone, 1))[0].body, "Your shelf is here.");
  await rowOf(page, "Marlow Finch").getByRole("img", { name: "Text message" }).waitFor();
  await page.getByRole("button", { name: "Texts", exact: true }).click();
  await rowOf(page, "Marlow Finch").waitFor();
  await rowOf(page, "Noor").waitFor({ state: "detached" });
});

test("a text of which nobody knows is settled by a person", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  const phone = phoneWhere("day");
  await consented(page, phone);
  await field(page).fill("Did it leave?");
  await send(page).click();
  const message = page.locator("article.outbound", { hasText: "Did it leave?" });
  await message.locator('[data-state="delivered"]').waitFor();
  // As it is with a provider that tells nothing.
  await page.route(/\/v1\/conversations\/[^/]+$/, async (route) => {
    const answer = await route.fetch();
    const thread = await answer.json();
    for (const m of thread.messages) if (m.text === "Did it leave?") m.delivery.state = "unknown";
    await route.fulfill({ response: answer, json: thread });
  });
  await page.reload(); // what nothing has changed is not read again
  const [asked] = await Promise.all([page.waitForRequest(/\/settle$/), message.getByRole("button", { name: "It was sent" }).click()]);
  assert.deepEqual(asked.postDataJSON(), { state: "sent" });
  await message.getByRole("button", { name: "It was not sent" }).waitFor();
});

test("settings say at each field what is refused, and an agent only reads them", async () => {
  const page = await newVisitor();
  await signIn(page, "Owner");
  await openSettings(page, "Texting");
  await page.getByText("Status ACTIVE").waitFor();
  await page.getByLabel("Answer to HELP").fill("Just ask us.");
  const keywords = page.getByRole("form", { name: "Keywords" });
  await keywords.getByRole("button", { name: "Save" }).click();
  await keywords.getByText("“Answer to HELP” must").waitFor();
  assert.equal(await page.getByLabel("Answer to HELP").getAttribute("aria-invalid"), "true");
  await keywords.getByRole("button", { name: "Undo" }).click();
  assert.equal(await page.getByLabel("Answer to HELP").inputValue(), "");

  const numbers = page.getByRole("form", { name: "Numbers" });
  await page.getByRole("combobox", { name: "Numbers" }).fill("SHOP");
  await page.getByRole("combobox", { name: "Numbers" }).press("Enter");
  await numbers.getByRole("button", { name: "Save" }).click();
  await numbers.getByText("is no number that can be answered").waitFor();

  const agent = await newVisitor();
  await signIn(agent, "Agent");
  await openSettings(agent, "Texting");
  await agent.getByText("Only a manager can change this.").waitFor();
  assert.ok(await agent.getByLabel("Brand").isDisabled());
});

for (const colorScheme of ["light", "dark"]) {
  test(`texts meet WCAG AA in ${colorScheme}, and nothing sticks out on a phone`, async () => {
    const page = await newVisitor({ colorScheme, reducedMotion: "reduce" });
    await signIn(page, "Owner");
    const phone = phoneWhere("day");
    await text(phone, "hello");
    await openThread(page, phone);
    await page.getByText("This contact has not consented to texts.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Record consent" }).click();
    await page.getByLabel("How was it given?").fill("Said so at the desk.");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Record", exact: true }).click();
    await field(page).fill("Nice — come by.");
    await page.getByText("UCS-2").first().waitFor();
    await page.getByRole("button", { name: "Send later" }).click();
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 375, height: 720 });
    assert.equal(await sticksOut(page), false);
    await page.getByRole("link", { name: "Contact", exact: true }).click();
    await page.getByRole("list", { name: "What happened" }).waitFor();
    assert.equal(await sticksOut(page), false);
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 1280, height: 800 });
    await openSettings(page, "Texting");
    await page.getByText("Status ACTIVE").waitFor();
    await page.getByRole("radio", { name: /^Everybody/ }).check();
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 375, height: 720 });
    assert.equal(await sticksOut(page), false);
  });
}
