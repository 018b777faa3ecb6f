import assert from "node:assert/strict";
import { test } from "node:test";
import { openConversation, openSettings, pageURL, rowOf, sendMail, signIn, subjectOf, useBrowser } from "../stage.js";

const newVisitor = useBrowser();

test("a viewer reads, can't answer or change anything, and leaves no trace of having read", async () => {
  const page = await newVisitor();
  const posts = [];
  page.on("request", (r) => { if (r.method() !== "GET" && new URL(r.url()).pathname.startsWith("/v1/conversations")) posts.push(r.url()); });
  const subject = await sendMail({ subject: subjectOf("For your eyes"), text: "Only to read." });
  await signIn(page, "Viewer");
  await openConversation(page, subject);
  await page.getByText("You can read here.").waitFor();
  for (const key of ["r", "a", "e", "#", "u", "c"]) await page.keyboard.press(key);
  assert.equal(await page.getByRole("textbox").count(), 0);
  assert.equal(await page.getByRole("button", { name: /Reply|Done|Trash|New conversation/ }).count(), 0);
  await page.keyboard.press("Escape");
  await page.reload();
  await page.locator("a.row.unread", { hasText: subject }).waitFor();
  assert.deepEqual(posts, []);
});

test("the owner invites somebody and takes it back; an agent can't", async () => {
  const owner = await newVisitor();
  await signIn(owner, "Owner");
  const email = `new-${process.pid}@example.com`;
  await openSettings(owner, "Members");
  await owner.getByLabel("Invite by email").fill(email);
  await owner.getByLabel("Role", { exact: true }).selectOption("viewer");
  await owner.getByRole("button", { name: "Invite" }).click();
  const invited = owner.getByRole("listitem").filter({ hasText: email });
  await invited.getByRole("button", { name: "Withdraw" }).click();
  await invited.waitFor({ state: "detached" });

  const agent = await newVisitor();
  await signIn(agent, "Agent");
  await openSettings(agent, "Members");
  await agent.getByText("Only an owner can invite people").waitFor();
  assert.equal(await agent.getByLabel("Invite by email").count(), 0);
});

test("a contact is renamed and blocked, and then what they write stays out", async () => {
  const page = await newVisitor();
  const from = `pest-${process.pid}@example.org`;
  const subject = await sendMail({ subject: subjectOf("Buy now"), from: `Pest <${from}>`, text: "Buy!" });
  await signIn(page, "Agent");
  await openConversation(page, subject);
  await page.locator(".thread-title a").click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Name").fill("Persistent Pest");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Persistent Pest" }).waitFor();
  await page.getByRole("button", { name: "Block" }).click();
  await page.getByRole("dialog").getByText("Nothing they write from now on enters the inbox.").waitFor();
  await page.getByRole("button", { name: "Block them" }).click();
  await page.getByRole("button", { name: "Unblock" }).waitFor();
  const again = await sendMail({ subject: subjectOf("Buy again"), from: `Pest <${from}>`, text: "Buy!" });
  await page.getByRole("link", { name: "Kept out" }).click();
  await rowOf(page, again).waitFor();
  await rowOf(page, subject).waitFor();
  await page.getByRole("link", { name: /^To do/ }).click();
  await page.getByRole("heading", { name: "To do" }).waitFor();
  await page.locator("a.row").first().waitFor();
  await rowOf(page, subject).waitFor({ state: "detached" }); // lists follow a moment later
  assert.equal(await rowOf(page, again).count() + await rowOf(page, subject).count(), 0);
});

test("signing out ends it: the way back leads to the sign-in", async () => {
  const page = await newVisitor();
  await signIn(page, "Agent");
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Confab" }).waitFor();
  await page.goto(`${pageURL}/a/anything/open`);
  await page.getByRole("heading", { name: "Sign in to Confab" }).waitFor();
});
