// What every journey needs: a browser, people who sign in by clicking, a mail
// client that sends, and the outbox as a contact sees it. Everything goes through
// the front doors; nothing here reads the store or writes a token.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before } from "node:test";
import { chromium } from "playwright-core";
import nodemailer from "nodemailer";

const env = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run these by go test ./infra/local/browser`);
  return value;
};

export const pageURL = env("PAGE_URL");
export const outboxURL = env("OUTBOX_URL");
export const phonesURL = env("PHONES_URL");
export const forwardingAddress = "support@inbox.example.com";

/** How long anything may take to show up, in milliseconds. */
const patience = 30_000;

let browser; // one for all files of this process: to start one costs as much as a journey

/**
 * Gives a file of tests its visitors. Each has a session of their own, and leaves
 * when the test is over.
 */
export function useBrowser() {
  if (browser === undefined) {
    browser = null;
    before(async () => {
      browser = await chromium.launch({
        executablePath: env("CHROMIUM"),
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
    });
    afterEach(leave);
    after(() => browser.close());
  }
  return newVisitor;
}

async function newVisitor(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("request", (request) => { page.bearer = request.headers().authorization ?? page.bearer; });
  return page;
}

/** Ends a test's sessions, and shows what they saw if it failed. */
async function leave(t) {
  for (const context of browser.contexts()) {
    if (!t.passed) for (const page of context.pages()) console.log(await whatIsShown(page));
    await context.close();
  }
}

/** What a visitor saw when a test failed. */
async function whatIsShown(page) {
  const text = await page.locator("body").innerText().catch((error) => error.message);
  return `${page.url()}\n${text}\n${page.faults.join("\n")}`;
}

/** Signs in by clicks, as a demo member: Owner, Admin, Manager, Agent or Viewer. */
export async function signIn(page, member) {
  await page.goto(pageURL);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: new RegExp(`^${member}`) }).click();
  await page.getByRole("heading", { name: "To do" }).waitFor();
}

/** Opens a kind of settings by clicks. */
export async function openSettings(page, section) {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Kinds of settings" }).getByRole("link", { name: section, exact: true }).click();
  await page.getByRole("heading", { name: `Settings · ${section}` }).waitFor();
}

/** Calls the API as a visitor who is signed in, and returns what it answers. */
export async function call(page, method, path, body) {
  const answer = await fetch(pageURL + path, {
    method, body: body && JSON.stringify(body),
    headers: { authorization: page.bearer, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

let count = 0;

/** A subject that no other mail of this run has. */
export function subjectOf(what) {
  return `${what} ${process.pid}-${++count}`;
}

/** Sends a mail to the audience as a client would, and returns its subject. */
export async function sendMail({ subject, from = "Robin Day <robin@example.org>", to = forwardingAddress, verified = true, ...rest }) {
  const [host, port] = env(verified ? "SMTP_ADDR" : "SMTP_FAIL_ADDR").split(":");
  const transport = nodemailer.createTransport({ host, port: Number(port), secure: false, ignoreTLS: true });
  await transport.sendMail({ from, to, subject, ...rest });
  transport.close();
  return subject;
}

/** The row of a conversation in the list that is shown. */
export function rowOf(page, subject) {
  return page.locator("a.row", { hasText: subject });
}

/** Opens a conversation by a click. */
export async function openConversation(page, subject) {
  await rowOf(page, subject).click();
  await page.getByRole("heading", { name: subject }).waitFor();
  await page.locator("article").first().waitFor();
}

/** The outbox's mails of that subject, newest first, once there are that many. */
export async function outboxMails(subject, atLeast = 1) {
  const until = Date.now() + patience;
  for (;;) {
    const all = await (await fetch(`${outboxURL}/outbox.json`)).json();
    const found = all.filter((m) => m.subject.includes(subject));
    if (found.length >= atLeast) return found;
    if (Date.now() > until) throw new Error(`the outbox holds ${found.length} mails of "${subject}", not ${atLeast}`);
    await new Promise((resolve) => setTimeout(resolve, 100)); // between two looks
  }
}

/** Lets the contact answer the newest mail of that subject, on the outbox page. */
export async function answerAsContact(page, subject, text) {
  await page.goto(outboxURL);
  await page.getByRole("link", { name: subject }).first().click();
  await page.getByLabel("Your answer").fill(text);
  await page.getByRole("button", { name: "Answer this mail" }).click();
  await page.getByRole("heading", { name: subject }).waitFor();
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG A and AA find wrong with the page as it is. */
export async function violations(page) {
  await page.evaluate(axe);
  // What was found right needs no selector for each of its elements.
  const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], resultTypes: ["violations"], selectors: false }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

/** Whether something is wider than the page of a visitor with a phone. */
export function sticksOut(page) {
  const { width } = page.viewportSize();
  return page.evaluate((w) => document.documentElement.scrollWidth > w || [...document.querySelectorAll("main, section, header, form")].some((e) => e.getBoundingClientRect().right > w + 1), width);
}

/** Texts the audience's number, or another of the account's, from a phone. */
export async function text(from, body, to = "+12125550100") {
  const answer = await fetch(`${phonesURL}/texts`, { method: "POST", body: JSON.stringify({ from, to, body }) });
  if (!answer.ok) throw new Error(`the phones answered ${answer.status}: ${await answer.text()}`);
}

/** What we texted to a phone, the oldest first, once there is that much. */
export async function textsTo(phone, atLeast) {
  const until = Date.now() + patience;
  for (;;) {
    const { texts } = await (await fetch(`${phonesURL}/phones/${encodeURIComponent(phone)}`)).json();
    const got = texts.filter((t) => t.via !== "phone");
    if (got.length >= atLeast) return got;
    if (Date.now() > until) throw new Error(`${phone} got ${got.length} texts, not ${atLeast}`);
    await new Promise((resolve) => setTimeout(resolve, 100)); // between two looks
  }
}

const places = [["+1212", "America/New_York"], ["+1808", "Pacific/Honolulu"], ["+1671", "Pacific/Guam"], ["+4420", "Europe/London"]];
let phones = 0;
const middleOfNight = 2; // of the twelve hours from 20:00 in which nobody is texted unasked

/** A phone that nobody else has, where it is deep in the night, or far from it. */
export function phoneWhere(time) {
  const fromNight = (zone) => {
    const hour = Number(new Intl.DateTimeFormat("en", { timeZone: zone, hour: "numeric", hourCycle: "h23" }).format());
    const apart = Math.abs(hour - middleOfNight);
    return Math.min(apart, 24 - apart);
  };
  const ordered = places.toSorted(([, a], [, b]) => fromNight(a) - fromNight(b));
  const [prefix] = time === "night" ? ordered[0] : ordered.at(-1);
  const own = String(1010 + ++phones).slice(-2); // below are the audience's numbers
  return prefix === "+4420" ? `+4420794601${own}` : `${prefix}55501${own}`;
}
