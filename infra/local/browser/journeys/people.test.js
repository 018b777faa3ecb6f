import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { call, openConversation, pageURL, rowOf, sendMail, signIn, subjectOf, useBrowser, violations } from "../stage.js";

const newVisitor = useBrowser();
const roomy = { viewport: { width: 1440, height: 900 } };

let people = 0;

/** Two mails of one person under an address, and one under another. */
async function ada() {
  const name = `Ada ${process.pid}-${++people}`;
  const [home, work] = [`ada-${process.pid}-${people}@example.org`, `ada-${process.pid}-${people}@work.example.org`];
  const subjects = await Promise.all([["Crooked shelf", home], ["A second thing", home], ["From the office", work]].map(([what, from]) =>
    sendMail({ subject: subjectOf(what), from: `${name} <${from}>`, text: `About: ${what}.` })));
  return { name, home, work, subjects };
}

test("a contact beside the conversation and whole: facts, orders, what happened, an edit that meets another's, export and end", async () => {
  const page = await newVisitor(roomy);
  const { home, subjects } = await ada();
  await signIn(page, "Admin");
  await openConversation(page, subjects[0]);
  const beside = page.getByRole("complementary", { name: "About the contact" });
  await beside.getByRole("link", { name: "Whole profile" }).waitFor();
  const [, audience, id] = (await beside.getByRole("link", { name: "Whole profile" }).getAttribute("href")).match(/^\/a\/(.+)\/contacts\/(.+)$/);
  await call(page, "PUT", `/v1/audiences/${audience}/orders/shop-${process.pid}`, {
    contact: id, currency: "EUR", total: "129.90", placed_at: "2026-03-01T10:00:00Z", number: "#4711", status: "shipped",
    link: "https://shop.example.com/orders/4711", lines: [{ product: "Chair, oak", quantity: 2, price: "129.90" }],
  });
  await call(page, "POST", `/v1/contacts/${id}/events`, { name: "cart_abandoned", properties: { items: 3 } });
  await page.keyboard.press("p");
  await beside.waitFor({ state: "detached" });
  await page.reload(); // what was closed stays closed
  await page.locator("article").first().waitFor();
  assert.equal(await beside.count(), 0);
  await page.keyboard.press("p");
  await beside.getByText("2 ×").waitFor();
  await beside.getByText("Cart abandoned").waitFor();
  await beside.getByRole("link", { name: subjects[1] }).waitFor();
  assert.deepEqual(await violations(page), []);

  await beside.getByRole("link", { name: "Whole profile" }).click();
  await beside.waitFor({ state: "detached" }); // it has such a button, too
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("City").fill("Lisbon");
  await page.getByRole("button", { name: "Add an attribute" }).click();
  await page.getByLabel("Name of attribute 1").fill("Shoe size");
  await page.getByLabel("Value of Shoe size").fill("38");
  // From here on this page hears of nothing until it saves.
  let deaf = true;
  await page.route(`**/v1/contacts/${id}`, (route) => (deaf && route.request().method() === "GET" ? route.abort() : route.continue()));
  await call(page, "PATCH", `/v1/contacts/${id}`, { name: "Ada Elsewhere" });
  page.on("response", (answer) => { if (answer.request().method() === "PATCH") deaf = false; });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").getByText("what you typed is still here").waitFor();
  await page.getByRole("heading", { name: "Ada Elsewhere" }).waitFor();
  assert.equal(await page.getByLabel("City").inputValue(), "Lisbon");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  const saved = await call(page, "GET", `/v1/contacts/${id}`);
  assert.deepEqual([saved.name, saved.location.city, saved.attributes, saved.emails], ["Ada Elsewhere", "Lisbon", { shoe_size: "38" }, [home]]);

  await page.getByLabel("Of which kind").selectOption({ label: "Orders" });
  const happened = page.getByRole("list", { name: "What happened" });
  await happened.getByText("Cart abandoned").waitFor({ state: "detached" });
  await happened.getByText("Order #4711: shipped").waitFor();
  assert.equal(await happened.getByRole("listitem").count(), 1);

  await page.getByRole("button", { name: "More about this contact" }).click();
  await page.getByRole("menuitem", { name: "Export what is known" }).click();
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByText("It is ready, and kept for seven days.").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
  assert.match(readFileSync(await file.path(), "utf8"), /Chair, oak/);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "More about this contact" }).click();
  await page.getByRole("menuitem", { name: "Erase" }).click();
  await page.getByText("Not purged at once").waitFor();
  assert.equal(await page.getByRole("button", { name: "Erase for good" }).isDisabled(), true);
  await page.getByLabel("Type ERASE to go on").fill("ERASE");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await page.getByText("1 contact erased").waitFor();
  await page.getByRole("link", { name: /^Ada Elsewhere/ }).waitFor({ state: "detached" });
  await page.goto(`${pageURL}/a/${audience}/contacts/${id}`);
  await page.getByRole("alert").getByText("This contact is not here").waitFor();
  assert.deepEqual(page.faults, []);
});

test("contacts and conversations are merged and parted, what a blocked one writes is counted, one is deleted for good", async () => {
  const page = await newVisitor();
  const { name, home, work, subjects } = await ada();
  await signIn(page, "Manager");
  await openConversation(page, subjects[2]);
  await page.locator(".thread-title a").click();
  await page.getByRole("heading", { name }).waitFor();
  const gone = page.url();
  await page.getByRole("link", { name: /^To do/ }).click();
  await openConversation(page, subjects[0]);
  await page.locator(".thread-title a").click();
  await page.getByRole("button", { name: "More about this contact" }).click();
  await page.getByRole("menuitem", { name: "Merge with another" }).click();
  await page.getByRole("combobox", { name: "Who is the same person?" }).fill(work);
  await page.getByRole("option", { name: work }).click();
  await page.getByText(`${home}, ${work}`).waitFor();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByRole("link", { name: subjects[2] }).waitFor();
  const kept = page.url();
  await page.goto(gone);
  await page.waitForURL(kept); // the address of the one leads to the other

  await page.getByRole("list", { name: "What happened" }).getByText(`Manager merged ${name} into this contact`).getByRole("button", { name: "Undo" }).click();
  await page.getByText("They are two contacts again").waitFor();
  await page.getByRole("link", { name: subjects[2] }).waitFor({ state: "detached" });
  await page.goto(gone);
  await page.getByRole("button", { name: "Block" }).click();
  await page.getByRole("button", { name: "Block them" }).click();
  await page.getByText("Blocked: nothing they write enters the inbox").waitFor();
  await sendMail({ subject: subjectOf("Unheard"), from: work, text: "Anybody?" });
  await page.getByText("1 message was kept out so far.").waitFor();
  await page.getByRole("button", { name: "Unblock" }).click();
  await page.getByText("While they were blocked, 1 message was kept out.").waitFor();

  const [first, second] = subjects;
  await page.getByRole("link", { name: /^To do/ }).click();
  await openConversation(page, second);
  const merged = page.url();
  await openConversation(page, first);
  const holds = page.url();
  await page.getByRole("button", { name: "More about this conversation" }).click();
  await page.getByRole("menuitem", { name: "Merge another into this" }).click();
  await page.getByRole("option", { name: second }).click();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.locator("article", { hasText: "About: A second thing." }).waitFor();
  await page.goto(merged);
  await page.waitForURL(holds);

  await page.locator("article", { hasText: "About: A second thing." }).getByRole("button", { name: "More about this message" }).click();
  await page.getByRole("menuitem", { name: "Split off into its own conversation" }).click();
  await page.getByRole("status").getByRole("button", { name: "Open it" }).click();
  await page.getByRole("heading", { name: second }).waitFor();
  await page.getByText("split this off another conversation").waitFor();
  assert.equal(await page.locator("article").count(), 1);

  const deleted = page.url();
  await page.keyboard.press("#");
  await page.getByRole("link", { name: "Trash" }).click();
  await openConversation(page, second);
  await page.getByRole("button", { name: "More about this conversation" }).click();
  await page.getByRole("menuitem", { name: "Delete for good" }).click();
  const sure = page.getByRole("button", { name: "Delete 1 conversation" });
  await page.getByLabel("Type DELETE to go on").fill("delete");
  assert.equal(await sure.isDisabled(), true);
  await page.getByLabel("Type DELETE to go on").fill("DELETE");
  assert.deepEqual(await violations(page), []);
  await sure.click();
  await page.getByText("1 conversation deleted for good").waitFor();
  assert.equal(await rowOf(page, second).count(), 0);
  await page.goto(deleted);
  await page.getByText("This conversation is not here").waitFor();
  assert.deepEqual(page.faults, []);
});
