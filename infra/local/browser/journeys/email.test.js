import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAsContact, openConversation, outboxMails, rowOf, sendMail, signIn, subjectOf, useBrowser } from "../stage.js";

const newVisitor = useBrowser();

test("a mail arrives, is answered with a file, and the answer to that joins the thread", async () => {
  const page = await newVisitor();
  await signIn(page, "Owner");
  const subject = await sendMail({ subject: subjectOf("Where is my order"), text: "Hello,\n\nhas it left yet?\n\nRobin" });

  await rowOf(page, subject).waitFor(); // by itself: nobody reloads
  assert.match(await rowOf(page, subject).getAttribute("class"), /unread/);
  await openConversation(page, subject);
  await page.getByText("has it left yet?").last().waitFor();
  await page.locator("a.row:not(.unread)", { hasText: subject }).waitFor();

  await page.getByRole("button", { name: /^Reply to/ }).click();
  await page.getByRole("textbox", { name: "Your answer" }).fill("It left this morning, see the note.");
  await page.locator('input[type="file"]').setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("tracking 1042") });
  await page.getByRole("list", { name: "Attached files" }).getByText("13 B").waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.locator("article.outbound", { hasText: "It left this morning" }).waitFor();
  await page.locator('article.outbound [data-state="sent"], article.outbound [data-state="delivered"]').waitFor();

  const [mail, ...others] = await outboxMails(subject);
  assert.equal(others.length, 0);
  assert.match(mail.mime, /note\.txt/);
  assert.match(mail.mime, new RegExp(Buffer.from("tracking 1042").toString("base64")));
  assert.match(mail.reply_to, /@inbox\.example\.com/);

  await answerAsContact(await newVisitor(), subject, "Thank you, got it!");
  await page.locator("article.inbound", { hasText: "Thank you, got it!" }).waitFor();
  assert.equal(await page.locator("article").count(), 3);
  assert.equal(await rowOf(page, subject).count(), 1);
  assert.deepEqual(page.faults, []);
});

test("an answer whose acknowledgement is lost goes out once", async () => {
  const page = await newVisitor();
  const subject = await sendMail({ subject: subjectOf("Lost acknowledgement"), text: "Are you there?" });
  await signIn(page, "Agent");
  await openConversation(page, subject);
  await page.keyboard.press("r");
  await page.getByRole("textbox", { name: "Your answer" }).fill("We are.");
  await page.route("**/replies", async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("alert").getByText("can't be reached").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Your answer" }).inputValue(), "We are.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("button", { name: /^Reply to/ }).waitFor();
  await page.locator('article.outbound [data-state="sent"], article.outbound [data-state="delivered"]').waitFor();
  assert.equal(await page.locator("article.outbound").count(), 1);
  assert.equal((await outboxMails(subject)).length, 1);
});

test("who answers while somebody else did sees that first and keeps the draft, also over a reload", async () => {
  const [one, two] = [await newVisitor(), await newVisitor()];
  const subject = await sendMail({ subject: subjectOf("Two at once"), text: "Who is first?" });
  await Promise.all([signIn(one, "Agent"), signIn(two, "Manager")]);
  await Promise.all([openConversation(one, subject), openConversation(two, subject)]);

  await one.keyboard.press("r");
  await one.getByRole("textbox", { name: "Your answer" }).fill("My long answer.");
  await one.reload();
  const box = one.getByRole("textbox", { name: "Your answer" });
  await box.waitFor();
  assert.equal(await box.inputValue(), "My long answer.");

  // From here on this page hears of nothing until it sends.
  let deaf = true;
  await one.route("**/v1/conversations/*", (route) => (deaf ? route.abort() : route.continue()));
  await two.keyboard.press("r");
  await two.getByRole("textbox", { name: "Your answer" }).fill("I was faster.");
  await two.keyboard.press("Control+Enter");
  await two.locator("article.outbound", { hasText: "I was faster." }).waitFor();

  one.on("request", (request) => { if (request.url().endsWith("/replies")) deaf = false; });
  await box.press("Control+Enter");
  await one.getByRole("alert").getByText("answered. Your answer was not sent yet.").waitFor();
  await one.locator("article.outbound", { hasText: "I was faster." }).waitFor();
  assert.equal(await box.inputValue(), "My long answer.");
  await one.getByRole("button", { name: "Send as it is" }).click();
  await one.locator("article.outbound", { hasText: "My long answer." }).waitFor();
  assert.equal((await outboxMails(subject, 2)).length, 2);
});

test("a new conversation begins with a contact that was found by name", async () => {
  const page = await newVisitor();
  const seen = await sendMail({ subject: subjectOf("Hello"), from: "Kestrel Vane <kestrel@example.org>", text: "Hi." });
  await signIn(page, "Agent");
  await rowOf(page, seen).waitFor();
  const subject = subjectOf("Your spring order");
  await page.keyboard.press("c");
  await page.getByRole("combobox", { name: "To" }).pressSequentially("Kest");
  await page.getByRole("option", { name: /kestrel@example\.org/ }).click();
  await page.getByLabel("Subject").fill(subject);
  await page.getByRole("textbox", { name: "Your message" }).fill("We kept a pair for you.");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: subject }).waitFor();
  const [mail] = await outboxMails(subject);
  assert.deepEqual(mail.destination, ["kestrel@example.org"]);
});

test("what a mail packs is said with it: an invitation, a signature", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  const event = ["BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:1@example.org", "SUMMARY:Standup",
    "DTSTART;TZID=Europe/Paris:20260601T100000", "DTEND;TZID=Europe/Paris:20260601T103000",
    "ATTENDEE;CN=Robin;PARTSTAT=ACCEPTED:mailto:robin@example.org", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
  const invited = await sendMail({ subject: subjectOf("Accepted"), icalEvent: { method: "REPLY", filename: "invite.ics", content: event } });
  await openConversation(page, invited);
  await page.locator(".text", { hasText: "Robin accepted: Standup, 1 June 2026 10:00–10:30 (Europe/Paris)" }).waitFor();
  await page.getByRole("list", { name: "Attachments" }).getByText("invite.ics").waitFor();
  assert.equal(await page.locator("article .file").count(), 1);

  const signed = await sendMail({ subject: subjectOf("Signed"), text: [
    "-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA512", "", "- - Yes, please.", "-----BEGIN PGP SIGNATURE-----", "", "AAAA", "-----END PGP SIGNATURE-----", ""].join("\n") });
  await openConversation(page, signed);
  await page.getByText("Signed (PGP). The signature was not checked.").waitFor();
  assert.equal((await page.locator("article .text").innerText()).trim(), "- Yes, please.");
});
