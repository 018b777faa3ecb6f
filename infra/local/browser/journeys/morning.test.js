import assert from "node:assert/strict";
import { test } from "node:test";
import { call, openConversation, rowOf, sendMail, signIn, subjectOf, useBrowser, violations } from "../stage.js";

const newVisitor = useBrowser();
const audienceOf = (page) => new URL(page.url()).pathname.split("/")[2];

/** A time of the visitor's clock, so many minutes from now, as a field for times takes it. */
function wallTime(page, minutes) {
  return page.evaluate((m) => {
    const at = new Date(Date.now() + m * 60_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, minutes);
}

let sleeper; // snoozed by the first of these, awake by the last

test("an agent's morning: a note, a label, a snooze, a saved reply that is sent and taken back, many done at once, something found again", async () => {
  const agent = await newVisitor();
  await signIn(agent, "Agent"); // the owner's page knows them when it is opened
  const owner = await newVisitor();
  await signIn(owner, "Owner");
  const audience = audienceOf(owner);
  const label = `Refund ${process.pid}`;
  await call(owner, "POST", `/v1/audiences/${audience}/labels`, { name: label, colour: "green" });
  await call(owner, "POST", `/v1/audiences/${audience}/saved-replies`, { category: "Orders", name: `Late ${process.pid}`, text: "Hello {{contact.first_name}},\n\nyour {{contact.product_size}} shelf is late.\n\n{{agent.name}}" });
  sleeper = await sendMail({ subject: subjectOf("Not before noon"), text: "Later, please." });
  const late = await sendMail({ subject: subjectOf("Where is my shelf?"), text: "It should be here." });
  await call(owner, "PATCH", `/v1/audiences/${audience}`, { undo_seconds: 30 });
  try {
    await agent.reload();
    await snooze(agent);
    await sortOut(agent, late, label);
    await answer(agent, late);
  } finally {
    await call(owner, "PATCH", `/v1/audiences/${audience}`, { undo_seconds: 0 });
  }
  await beTold(owner, late);
  await clear(agent);
  await find(agent);
  assert.deepEqual([...agent.faults, ...owner.faults], []);
});

/** Until the next minute but one: the shortest time there is. */
async function snooze(page) {
  await openConversation(page, sleeper);
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Snooze" });
  await dialog.getByRole("button", { name: /^In an hour/ }).waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent?.startsWith("In an hour"));
  await dialog.getByLabel("Any time").fill(await wallTime(page, 1));
  await dialog.getByRole("button", { name: "Snooze", exact: true }).click();
  await rowOf(page, sleeper).waitFor({ state: "detached" });
}

/** A note that mentions the owner, a label, and who sees to it. */
async function sortOut(page, subject, label) {
  await openConversation(page, subject);
  await page.keyboard.press("n");
  const note = page.getByRole("textbox", { name: "Your note" });
  await note.pressSequentially("Please refund, @Own");
  await note.press("Tab");
  await note.press("Control+Enter");
  await page.locator("article.note", { hasText: "Please refund, @Owner" }).waitFor();
  await page.keyboard.press("l");
  await page.getByRole("combobox", { name: "Labels" }).fill(label);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.locator(".thread-with .label-chip", { hasText: label }).waitFor();
  await page.keyboard.press("i");
  await page.getByRole("button", { name: "Assigned to Agent; change" }).waitFor();
}

/** A saved reply with something left to fill in, sent and closed, and taken back. */
async function answer(page, subject) {
  await page.keyboard.press("r");
  const box = page.getByRole("textbox", { name: "Your answer" });
  await box.press(";");
  await page.getByRole("combobox", { name: "Saved replies" }).fill(`Late ${process.pid}`);
  await page.getByRole("region", { name: "Preview" }).getByText("Hello Robin,").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => getSelection().toString() === "{{contact.product_size}}" || document.activeElement.value?.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd) === "{{contact.product_size}}");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").getByText("Nothing stands for {{contact.product_size}}").waitFor();
  await page.keyboard.type("tall");
  await page.getByRole("button", { name: "Other ways to send" }).click();
  await page.getByRole("menuitem", { name: "Send and close" }).click();
  await page.getByText("Sending…").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("It was not sent.").waitFor();
  assert.equal(await box.inputValue(), "Hello Robin,\n\nyour tall shelf is late.\n\nAgent");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Done", exact: true }).click();
  await rowOf(page, subject).waitFor(); // a taken back answer leaves what it did to the conversation
}

/** The mention waits behind the bell, and leads to the note. */
async function beTold(page, subject) {
  await page.getByRole("button", { name: /^Notices, \d+ new/ }).click();
  await page.getByRole("button", { name: new RegExp(`Agent mentioned you: .*${subject.replace("?", "\\?")}`) }).click();
  await page.locator(".note.sought", { hasText: "Please refund" }).waitFor();
}

/** Three of four are done at once, and brought back, by keys. */
async function clear(page) {
  const subjects = [];
  for (const what of ["One", "Two", "Three", "Four"]) subjects.push(await sendMail({ subject: subjectOf(`${what} of many`), text: "Hello." }));
  await page.getByRole("link", { name: /^To do/ }).click();
  const row = (n) => rowOf(page, subjects[n]);
  for (const n of [0, 1, 2, 3]) await row(n).waitFor();
  await row(3).focus();
  await page.keyboard.press("x");
  await row(1).focus();
  await page.keyboard.press("X");
  const bar = page.getByRole("region", { name: "Selected conversations" });
  await bar.getByText("3 selected").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("e");
  await page.getByText("3 conversations marked as done").waitFor();
  assert.deepEqual([await row(0).count(), await row(1).count(), await row(2).count(), await row(3).count()], [1, 0, 0, 0]);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("3 conversations moved back to do").waitFor();
  await row(2).waitFor();
  await row(0).focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Escape");
  await bar.waitFor({ state: "detached" });
}

/** A message of the first day is found by its words and opened at it, and so is whoever wrote it. */
async function find(page) {
  await page.keyboard.press("/");
  await page.getByRole("searchbox").waitFor();
  await page.keyboard.type("third shelf crac");
  const hit = page.getByRole("region", { name: "Messages" }).getByRole("link", { name: /third shelf of order 4471/ });
  await hit.locator("mark", { hasText: "shelf" }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Order 4471: one shelf is cracked" }).waitFor();
  await page.locator("article.sought").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("ines");
  await page.getByRole("region", { name: "People" }).getByRole("link", { name: /^Ines/ }).waitFor();
  assert.match(page.url(), /q=ines/);
}

test("two on one conversation see each other, and neither undoes unseen what the other did", async () => {
  const [one, two] = [await newVisitor(), await newVisitor()];
  const subject = await sendMail({ subject: subjectOf("Whose is it?"), text: "Anybody's." });
  await Promise.all([signIn(one, "Agent"), signIn(two, "Manager")]);
  await Promise.all([openConversation(one, subject), openConversation(two, subject)]);
  await Promise.all([one.getByText("Manager has this open").waitFor(), two.getByText("Agent has this open").waitFor()]);
  await two.keyboard.press("r");
  await two.keyboard.type("I think");
  await one.getByText("Manager is writing an answer").waitFor();

  // From here on the second page hears of nothing until it acts.
  let deaf = true;
  await two.route("**/v1/conversations/*", (route) => (deaf ? route.abort() : route.continue()));
  two.on("request", (request) => { if (/\/(assignee|status)$/.test(request.url())) deaf = false; });
  await one.keyboard.press("i");
  await one.getByRole("button", { name: "Assigned to Agent; change" }).waitFor();
  await two.keyboard.press("Escape");
  await two.keyboard.press("i");
  await two.getByText("It is assigned to Agent now. Nothing was changed.").waitFor();
  await two.getByRole("button", { name: "Assigned to Agent; change" }).waitFor();

  deaf = true;
  await one.keyboard.press("e");
  await rowOf(one, subject).waitFor({ state: "detached" });
  await two.keyboard.press("#");
  await two.getByText("It is now done. Nothing was changed.").waitFor();
  assert.deepEqual([...one.faults, ...two.faults], []);
});

test("a page that nobody touches asks for what is new, and for nothing else", async () => {
  const page = await newVisitor();
  await signIn(page, "Viewer");
  await page.locator("a.row").first().waitFor();
  const feed = "/v1/audiences/changes";
  let asked = [];
  page.on("request", (r) => asked.push(new URL(r.url()).pathname.replace(/\/01[0-9A-Z]+/g, "")));
  const others = () => asked.filter((path) => path !== feed && path !== "/v1/me/notices"); // whose number it looks at once a minute
  for (let tries = 0; tries < 5; tries++) { // what was just done by others is still read
    asked = [];
    for (let looks = 0; looks < 3; looks++) await page.waitForResponse((r) => r.url().includes("/changes"));
    if (others().length === 0) break;
  }
  assert.deepEqual(others(), []);
  assert.ok(asked.filter((path) => path === feed).length <= 4, asked.join());
});

test("what was snoozed is back by itself, on top and unread", async () => {
  const page = await newVisitor();
  await signIn(page, "Manager");
  await page.locator("a.row.unread", { hasText: sleeper }).waitFor({ timeout: 150_000 }); // a minute, and a minute between two sweeps
  await openConversation(page, sleeper);
  await page.getByText("The snooze is over").waitFor();
});
