import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { openSettings, pageURL, signIn, sticksOut, useBrowser, violations } from "../stage.js";

const newVisitor = useBrowser();

test("an owner lets machines in and has them told, a manager defines what agents work with, and the audit log has it all", async () => {
  const owner = await newVisitor({ colorScheme: "dark" });
  await signIn(owner, "Owner");
  await makeKey(owner);
  await makeAudience(owner);
  await makeWebhook(owner);

  const manager = await newVisitor();
  await signIn(manager, "Manager");
  await makeLabel(manager);
  await makeTeam(manager);
  await makeCodes(manager);
  await saveReply(manager);
  await setHours(manager);
  assert.equal(await manager.getByRole("link", { name: "API keys" }).count(), 0);
  assert.deepEqual(manager.faults, []);

  await checkAll(owner);
  await readLog(owner);
  assert.deepEqual(owner.faults, []);
});

async function makeLabel(page) {
  await openSettings(page, "Labels");
  await page.getByRole("button", { name: "New label" }).click();
  const dialog = page.getByRole("dialog", { name: "New label" });
  await dialog.getByLabel("Name").fill("Wrong size");
  await dialog.getByRole("radio", { name: "teal" }).check();
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Edit Wrong size" }).click();
  const edit = page.getByRole("dialog", { name: "Edit label" });
  await edit.getByLabel("Name").fill("Does not fit");
  await edit.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Does not fit" }).waitFor(); // among the folders
}

async function makeTeam(page) {
  await openSettings(page, "Teams");
  await page.getByRole("button", { name: "New team" }).click();
  const dialog = page.getByRole("dialog", { name: "New team" });
  await dialog.getByLabel("Name").fill("Returns desk");
  await dialog.getByRole("checkbox", { name: "Manager" }).check();
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("listitem").filter({ hasText: "Returns desk" }).getByText("Manager").waitFor();
}

async function makeCodes(page) {
  await openSettings(page, "Coupon codes");
  await page.getByRole("button", { name: "New pool" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("sorry");
  await page.getByRole("button", { name: "Create" }).click();
  const dialog = page.getByRole("dialog", { name: "Codes for “sorry”" });
  await dialog.getByRole("textbox", { name: "Codes" }).fill("SORRY-1\nSORRY-2, SORRY-3");
  await dialog.getByRole("button", { name: "Add 3" }).click();
  await page.getByText("3 left · 0 taken").waitFor();
}

async function saveReply(page) {
  await openSettings(page, "Saved replies");
  await page.getByRole("button", { name: "New saved reply" }).click();
  await page.getByLabel("Name").fill("Wrong size sent");
  await page.getByLabel("Category").fill("Returns");
  const text = page.getByRole("textbox", { name: "Text" });
  await text.fill("Hello {{contakt.name}}, take .");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Nothing is known as {{contakt.name}}, at character 7.").first().waitFor();
  // What was refused is selected, to be written over.
  assert.equal(await text.evaluate((e) => e.value.slice(e.selectionStart, e.selectionEnd)), "{{contakt.name}}");
  assert.deepEqual(await violations(page), []);
  await insert(page, "Their first name");
  await text.evaluate((e) => e.setSelectionRange(e.value.length - 1, e.value.length - 1));
  await insert(page, "A code of “sorry”");
  assert.equal(await text.inputValue(), "Hello {{contact.first_name}}, take {{coupon.sorry}}.");
  await page.getByRole("region", { name: "Preview" }).getByText("Nothing is known here as contact.first_name").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Wrong size sent" }).waitFor();
  await page.getByRole("heading", { name: "Returns" }).waitFor();
}

async function insert(page, variable) {
  await page.getByRole("button", { name: "Insert variable" }).click();
  await page.getByRole("menuitem", { name: variable }).click();
}

async function setHours(page) {
  await openSettings(page, "Service level");
  await page.getByLabel("An email shall be answered within").selectOption("4 hours");
  await page.getByRole("switch", { name: "Only the team’s hours count" }).check();
  await page.getByRole("button", { name: "Add hours on Saturday" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("Saturday from", { exact: true }).inputValue(), "09:00");
  assert.equal(await page.getByLabel("Sunday from", { exact: true }).count(), 0);
}

async function makeKey(page) {
  await openSettings(page, "API keys");
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog", { name: "New API key" });
  await dialog.getByLabel("What it is for").fill("Webshop");
  await dialog.getByLabel("Role").selectOption("viewer");
  await dialog.getByRole("button", { name: "Create" }).click();
  const secret = await takeSecret(page);
  const ask = () => fetch(`${pageURL}/machine/v1/audiences`, { headers: { authorization: `Bearer ${secret}` } });
  const answer = await ask();
  assert.equal(answer.status, 200, await answer.text());
  const row = page.getByRole("listitem").filter({ hasText: "Webshop" });
  await row.getByRole("button", { name: "Revoke Webshop" }).click();
  await row.getByRole("button", { name: "Revoke for good Webshop" }).click();
  await row.getByText("revoked").waitFor();
}

/** The secret that is shown this once. */
async function takeSecret(page) {
  const secret = await page.getByRole("textbox", { name: "Secret" }).inputValue();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("textbox", { name: "Secret" }).waitFor({ state: "detached" });
  return secret;
}

/** A new audience, since it is remembered of others for a minute that they have no webhook. */
async function makeAudience(page) {
  await openSettings(page, "General");
  await page.getByRole("button", { name: "New audience…" }).click();
  const dialog = page.getByRole("dialog", { name: "New audience" });
  await dialog.getByLabel("Name", { exact: true }).fill("Workshop");
  await dialog.getByLabel("Sender’s address").fill("workshop@example.com");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: /^Workshop/ }).waitFor();
  await page.getByRole("heading", { name: "Settings · Email" }).waitFor();
}

async function makeWebhook(page) {
  const receiver = createServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    response.end();
    receiver.emit(JSON.parse(body).type, body, request.headers);
  }).unref(); // it ends with the tests, however they end
  await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const told = once(receiver, "contact.added", { signal: AbortSignal.timeout(30_000) });
  await openSettings(page, "Webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "New webhook" });
  await dialog.getByLabel("Address").fill(`http://127.0.0.1:${receiver.address().port}/confab`);
  await dialog.getByRole("combobox", { name: "Events" }).fill("contact.added");
  await dialog.getByRole("combobox", { name: "Events" }).press("Enter");
  await dialog.getByRole("combobox", { name: "Events" }).press("Tab"); // closes what there is to choose from
  await dialog.getByRole("button", { name: "Create" }).click();
  const secret = await takeSecret(page);
  await page.getByRole("button", { name: "Send a test" }).click(); // it leaves within a minute
  await page.getByRole("listitem").filter({ hasText: "webhook.test" }).waitFor();

  await page.getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("button", { name: "New contact" }).click();
  await page.getByLabel("Email").fill("sasha@example.org");
  await page.getByRole("button", { name: "Add" }).click();
  const [body, headers] = await told;
  const signed = createHmac("sha256", secret).update(`${headers["confab-timestamp"]}.${body}`).digest("hex");
  assert.equal(headers["confab-signature"], `v1=${signed}`);
  await openSettings(page, "Webhooks");
  await page.getByRole("link", { name: "http://127.0.0.1" }).click();
  await page.getByRole("listitem").filter({ hasText: "contact.added" }).getByText("delivered").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByText("No webhook yet.").waitFor();
}

/** Checks an audience that nobody works in meanwhile: elsewhere a check looks twice. */
async function checkAll(page) {
  await openSettings(page, "Checks");
  await page.getByLabel("What to check").selectOption("Workshop");
  await page.getByRole("button", { name: "Start a check" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "Workshop" }).filter({ hasText: "by Owner" });
  await row.getByText("all right").waitFor();
  await row.getByRole("link", { name: "Workshop" }).click();
  await page.getByText("Nothing is wrong: all that was looked at says the same.").waitFor();
  assert.deepEqual(await violations(page), []);
}

async function readLog(page) {
  await openSettings(page, "Audit log");
  for (const line of [
    "Manager made the label Wrong size", "Manager changed the label Does not fit", "Manager made the team Returns desk",
    "Manager made the coupon pool sorry", "Manager saved the reply Wrong size sent", "Manager changed settings of",
    "Owner made the audience Workshop", "Owner made the API key Webshop", "Owner revoked the API key Webshop", "Owner made a webhook", "Owner deleted a webhook",
  ]) await page.getByRole("listitem").filter({ hasText: line }).first().waitFor();
  await page.setViewportSize({ width: 375, height: 720 });
  assert.equal(await sticksOut(page), false);
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("link", { name: "Service level" }).click();
  await page.getByRole("switch", { name: "Only the team’s hours count" }).check();
  await page.getByLabel("Friday from", { exact: true }).waitFor();
  assert.equal(await sticksOut(page), false);
}
