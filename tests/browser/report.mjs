// Drives the report page in a real browser: node report.mjs PLAYWRIGHT_FOLDER CHROMIUM PAGE WANTED SCREENSHOTS
// WANTED is a JSON file with what must be seen, computed from the inputs by the test. Prints what was measured as JSON; any
// surprise ends with an exception.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [playwright, executablePath, file, wantedFile, screenshots] = process.argv.slice(2);
const { chromium } = createRequire(join(playwright, "/"))("playwright-core");
const wanted = JSON.parse(readFileSync(wantedFile, "utf8"));
const url = pathToFileURL(file).href;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});

const troubles = [];
const open = async (options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`page: ${error.message}`));
  page.on("dialog", (dialog) => { troubles.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url) troubles.push(`request: ${request.url()}`); });
  await page.goto(url, { waitUntil: "load" });
  return page;
};
const count = (page) => page.textContent("#count");
const settled = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const column = (page, label) => page.$$eval(`#rows td[data-label="${label}"]`, (cells) => cells.map((cell) => cell.innerText.split("\n")[0]));
const isSeen = async (page, name, width) => {
  const path = join(screenshots, `${name}.png`);
  await page.screenshot({ path, fullPage: false });
  // A blank picture of this size compresses to a few KiB at most.
  const bytes = readFileSync(path).length;
  assert.ok(bytes > 12_000, `${name}: the screenshot has ${bytes} bytes: is it blank?`);
  // Nothing is wider than the window.
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${name}: ${overflow} pixels too wide for ${width}`);
};

const page = await open({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
const measured = await page.evaluate(() => {
  const [load] = performance.getEntriesByType("navigation");
  return { interactiveMs: Math.round(load.domInteractive), loadedMs: Math.round(load.loadEventEnd) };
});
assert.equal(await count(page), wanted.all);
assert.equal((await page.$$("#rows tr")).length, Math.min(100, wanted.rows));
await isSeen(page, "wide", 1280);

// Search.
const typed = performance.now();
await page.fill("#search", wanted.search.text);
assert.equal(await count(page), wanted.search.count);
measured.searchMs = Math.round(performance.now() - typed);
for (const name of await column(page, "Team")) assert.equal(name, wanted.search.team);
await page.fill("#search", "no-such-thing");
assert.equal((await page.$$("#rows tr")).length, 0);
await page.click("button[type=reset]");
await page.waitForFunction((all) => document.getElementById("count").textContent === all, wanted.all);

// Sort: by figures, largest first, then smallest first; with the keyboard.
const figures = async () => (await column(page, "Tokens per minute")).map((text) => Number(text.replaceAll(",", "")));
await page.focus("[data-sort=rate]");
await page.keyboard.press("Enter");
const falling = await figures();
assert.equal(falling[0], wanted.largest);
assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
assert.equal(await page.$eval("[data-sort=rate]", (button) => button.parentElement.getAttribute("aria-sort")), "descending");
await page.keyboard.press("Enter");
assert.equal((await figures())[0], wanted.smallest);
await page.click("[data-sort=team]");

// Filters, alone and together.
for (const { control, value, count: expected } of wanted.filters) {
  if (control === "over") await page.check("#over");
  else await page.selectOption(`#${control}`, value);
  assert.equal(await count(page), expected, `${control} ${value}`);
  if (control === "model") for (const name of await column(page, "Model")) assert.equal(name.split(" ")[0], value);
  if (control === "source" && value === "own") for (const name of await column(page, "Source")) assert.equal(name, "own");
  await page.click("button[type=reset]");
  await page.waitForFunction((all) => document.getElementById("count").textContent === all, wanted.all);
}

// Pages.
if (wanted.rows > 100) {
  const first = (await column(page, "Model"))[0];
  await page.click("#next");
  assert.match(await page.textContent("#page"), /^101 to /);
  await page.click("#previous");
  assert.equal((await column(page, "Model"))[0], first);
}

// A model's name leads to its rows.
await page.click(`a[data-model="${wanted.linked.model}"]`);
assert.equal(await page.inputValue("#model"), wanted.linked.model);
await page.waitForFunction((expected) => document.getElementById("count").textContent === expected, wanted.linked.count);
await page.click("button[type=reset]");
await settled(page);

// Texts of the inputs are shown as they are written.
for (const text of wanted.texts) {
  const shown = await page.$$eval("#rows bdi, .teams bdi", (all) => all.map((one) => one.textContent));
  assert.ok(shown.includes(text), `not shown: ${text}`);
}

// Labels and headers for those who hear the page.
const unlabelled = await page.$$eval("input, select", (all) => all.filter((one) => one.labels.length === 0).map((one) => one.id));
assert.deepEqual(unlabelled, []);
assert.equal(await page.getAttribute("#count", "aria-live"), "polite");
const headless = await page.$$eval("table", (all) => all.filter((one) => !one.querySelector("thead th[scope=col]")).length);
assert.equal(headless, 0);

// Every other way to look at it.
for (const section of await page.$$(".environment")) {
  await section.scrollIntoViewIfNeeded();
}
await page.$eval(".environment", (section) => section.scrollIntoView());
await isSeen(page, "plots", 1280);
const bars = await page.$$eval("svg.bar .fill", (all) => all.map((one) => one.getBoundingClientRect().width));
assert.ok(bars.length > 0 && bars.some((width) => width > 1), "no bar is to be seen");
const dark = await open({ viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
await isSeen(dark, "dark", 1280);
assert.notEqual(
  await dark.evaluate(() => getComputedStyle(document.body).backgroundColor),
  await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
);
await dark.$eval(".environment", (section) => section.scrollIntoView());
await isSeen(dark, "dark-plots", 1280);
const narrow = await open({ viewport: { width: 400, height: 900 }, colorScheme: "light" });
await isSeen(narrow, "narrow", 400);
await narrow.$eval("#rows", (section) => section.scrollIntoView());
await isSeen(narrow, "narrow-rows", 400);
await narrow.$eval(".environment", (section) => section.scrollIntoView());
await isSeen(narrow, "narrow-plots", 400);
const paper = await open({ viewport: { width: 800, height: 1100 } });
await paper.emulateMedia({ media: "print" });
await isSeen(paper, "paper", 800);
const plain = await open({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
await isSeen(plain, "without-scripts", 1280);
assert.ok((await plain.locator("#summary ~ .cards").innerText()).includes("Grants"));
assert.ok(await plain.locator("svg.bar").first().isVisible());
assert.ok(await plain.locator("noscript").count());

assert.deepEqual(troubles, []);
await browser.close();
console.log(JSON.stringify(measured));
