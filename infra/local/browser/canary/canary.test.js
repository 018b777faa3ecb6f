// Shows hostile mail and watches what it does. A canary is what it would call;
// a sample that calls it, asks for anything over the network, moves a window,
// opens one, or covers something has escaped.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const samples = JSON.parse(readFileSync(process.env.SAMPLES, "utf8"));
const contexts = Number(process.env.CONTEXTS);
const inbox = "https://inbox.example/";
const { frameDocument, frameSandbox } = await clientModule("lib/frame.ts");

/** A module of the web client without imports, which is TypeScript. */
async function clientModule(path) {
  const app = new URL("../../../../functions/web-client/app/", import.meta.url);
  const typescript = createRequire(app)("typescript");
  const { outputText } = typescript.transpileModule(readFileSync(new URL(`src/${path}`, app), "utf8"), {
    compilerOptions: { module: "esnext", target: "es2022" },
  });
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`);
}

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
});
after(() => browser.close());

/** Runs before anything else in every document: all that samples call. */
function hatch() {
  const sing = (name) => () => { (window.top.sung ??= new Set()).add(`${name} in ${window.name}`); };
  for (const name of ["canary", "alert", "prompt", "confirm", "print"]) {
    Object.defineProperty(window, name, { value: sing(name), writable: false, configurable: false });
  }
}

/**
 * Does what a reader might: raises every event that has a handler, follows links
 * that are none. Samples hide methods of their elements behind names.
 */
function poke(root) {
  const odd = [];
  const call = (method, ...given) => Reflect.apply(method, ...given);
  const { getAttribute, getAttributeNames } = Element.prototype;
  for (const element of call(Document.prototype.querySelectorAll, root, ["*"])) {
    for (const name of call(getAttributeNames, element, [])) {
      if (/^on/i.test(name)) call(EventTarget.prototype.dispatchEvent, element, [new Event(name.slice(2).toLowerCase())]);
    }
    const address = ["href", "xlink:href", "formaction"].map((name) => call(getAttribute, element, [name])).find((a) => a !== null) ?? null;
    if (address !== null && !/^(https?|mailto|tel):/i.test(address)) {
      odd.push(address);
      if (/script/i.test(address)) call(EventTarget.prototype.dispatchEvent, element, [new MouseEvent("click", { bubbles: true, cancelable: true })]);
    }
    if (getComputedStyle(element).position !== "static") odd.push(`position of ${element.outerHTML.slice(0, 80)}`);
  }
  return odd;
}

/**
 * Shows documents, each in a frame of its own, and returns what they did.
 * sandbox is the frames' own; policy the page's. Restless ones may go on for
 * ever asking for something.
 */
async function show(documents, { sandbox, policy, restless = false } = {}) {
  const context = await browser.newContext();
  const seen = { sung: [], odd: [], asked: [], moved: [], opened: [], said: [] };
  const heard = { at: 0 };
  try {
    await context.addInitScript(hatch);
    await context.route("**/*", (route) => {
      const url = route.request().url();
      heard.at = performance.now();
      if (url === inbox) {
        return route.fulfill({ contentType: "text/html", headers: policy ? { "content-security-policy": policy } : {}, body: "<!doctype html><body>" });
      }
      (route.request().isNavigationRequest() ? seen.moved : seen.asked).push(url);
      return route.abort();
    });
    const page = await context.newPage();
    page.on("dialog", (dialog) => { seen.sung.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
    page.on("popup", (popup) => seen.opened.push(popup.url()));
    // A picture that came with the mail, but not with the sample, can't be shown.
    page.on("console", (message) => { if (!/^(cid|data):/.test(message.location().url) && !message.text().includes("'cid:")) seen.said.push(message.text()); });
    page.on("pageerror", (error) => seen.said.push(error.message));
    await page.goto(inbox);
    await page.evaluate(async ([documents, sandbox]) => {
      await Promise.all(documents.map((document_, i) => new Promise((loaded) => {
        const frame = document.createElement("iframe");
        frame.name = String(i);
        if (sandbox) frame.sandbox = sandbox;
        frame.srcdoc = document_;
        frame.onload = loaded;
        document.body.append(frame);
      })));
    }, [documents, sandbox]);
    await quiet(heard, restless);
    seen.odd = await page.evaluate(`(${pokeAll})(${poke})`);
    await quiet(heard, restless);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    seen.sung.push(...await page.evaluate(() => [...window.sung ?? []]));
    if (page.url() !== inbox) seen.moved.push(page.url());
    return seen;
  } finally {
    await context.close();
  }
}

/**
 * Waits until nothing has been asked for during half a second. heard.at is when a
 * document last asked. A page that goes on for half a minute fails the test,
 * unless it may be restless.
 */
async function quiet(heard, restless) {
  const began = performance.now();
  const most = restless ? 1000 : 30_000;
  while (performance.now() - Math.max(began, heard.at) < 500) {
    const waited = performance.now() - began;
    if (waited > most && restless) return;
    assert.ok(waited <= most, "the page goes on asking");
    await new Promise((later) => setTimeout(later, 50));
  }
}

function pokeAll(poke) {
  const odd = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const shown = frame.contentDocument;
    if (shown) odd.push(...poke(shown));
  }
  return odd;
}

/** Shows documents in a few pages, and returns all that was seen. */
async function showAll(documents, options) {
  const all = { sung: [], odd: [], asked: [], moved: [], opened: [], said: [] };
  const pages = await Promise.all(pagesOf(documents).map((some) => show(some, options)));
  for (const seen of pages) for (const key of Object.keys(all)) all[key].push(...seen[key]);
  return all;
}

function pagesOf(documents, size = 200) {
  return Array.from({ length: Math.ceil(documents.length / size) }, (_, i) => documents.slice(i * size, (i + 1) * size));
}

/** The mails, all in one document; a sample that is unclosed goes on in the next. */
function together(mails, size = 50) {
  return pagesOf(mails, size).map((some) => some.join("\n"));
}

const bare = (mail) => `<!doctype html><body>${mail}`;
const policy = process.env.PAGE_POLICY;
const nonce = policy.match(/'nonce-([^']+)'/)[1];
const lockedWith = (remoteImages) => (mail) => frameDocument(mail, { remoteImages, dark: false, nonce, inline: new Map() });
const locked = lockedWith(false);
const nothing = { sung: [], odd: [], asked: [], moved: [], opened: [], said: [] };

/** Fails with the samples that escaped, found by showing ever fewer. */
async function assertHarmless(mails, wrap, options) {
  const seen = await showAll(mails.map(wrap), options);
  if (Object.values(seen).every((list) => list.length === 0)) return;
  if (mails.length === 1) assert.deepEqual({ ...seen, mail: mails[0] }, { ...nothing, mail: mails[0] });
  const half = Math.ceil(mails.length / 2);
  await assertHarmless(mails.slice(0, half), wrap, options);
  await assertHarmless(mails.slice(half), wrap, options);
  assert.deepEqual(seen, nothing); // only all of them together
}

// One sample goes round for ever where it can run.
const runnable = samples.filter((s, i) => i % contexts === 0 && !s.dirty.includes("while(1)"));
const alone = samples.filter((_, i) => i % contexts === 0);
const cleanAlone = [...new Set(alone.map((s) => s.clean))];
const clean = [...new Set(samples.map((s) => s.clean))];

test("as they are, samples run and load: the canary can sing", async () => {
  const seen = await showAll(runnable.map((s) => bare(s.dirty)), { restless: true });
  console.log(`${runnable.length} samples: ${seen.sung.length} sang, ${seen.asked.length} requests, ${seen.moved.length} moves`);
  assert.ok(seen.sung.length >= 80, `${seen.sung.length} sang`);
  assert.ok(seen.asked.length >= 50, `${seen.asked.length} requests`);
});

test("sanitised and not locked up, each alone does nothing", async () => {
  await assertHarmless(cleanAlone, bare);
});

test("sanitised and not locked up, in every context and together they do nothing", async () => {
  await assertHarmless(together(clean), bare);
});

test("sanitised and locked up, they do nothing", async () => {
  await assertHarmless(together(clean), locked, { sandbox: frameSandbox, policy });
});

test("locked up and not sanitised, they still run nothing", async () => {
  const seen = await showAll(runnable.map((s) => locked(s.dirty)), { sandbox: frameSandbox, policy, restless: true });
  assert.deepEqual({ sung: seen.sung, asked: seen.asked }, { sung: [], asked: [] });
});

test("remote pictures that were asked for are all that is fetched", async () => {
  const seen = await showAll(together(clean).map(lockedWith(true)), { sandbox: frameSandbox, policy });
  assert.deepEqual(seen.sung, []);
  assert.ok(seen.asked.length > 0 && seen.asked.every((url) => /^https?:\/\//.test(url)), String(seen.asked));
});
