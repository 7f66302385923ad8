// Looks at the documentation as a reader without a network does: from the file system, on a desk and on a phone.
//
//   node site.mjs CHROMIUM FOLDER PAGES QUERIES
//
// FOLDER holds the site; PAGES and QUERIES are lists in JSON. What was seen is printed as JSON.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, folder, pages, queries] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
const address = (name) => pathToFileURL(join(folder, name)).href;

const serious = async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
};

const profile = mkdtempSync(join(tmpdir(), "site-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: program, headless: true, args: FLAGS, timeout: 0,
});
context.setDefaultTimeout(0);
const seen = { pages: {}, found: {}, outside: [], errors: [], start: "" };
try {
  const page = await context.newPage();
  page.on("request", (request) => { if (!request.url().startsWith("file:")) seen.outside.push(request.url()); });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  await page.goto(address("index.html"), { waitUntil: "load" });
  await page.waitForURL(address("docs/index.html"));
  seen.start = await page.title();
  for (const name of JSON.parse(pages)) {
    const one = { lang: "", beyond: {}, axe: {} };
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(address(name), { waitUntil: "load" });
      one.lang = await page.evaluate(() => document.documentElement.lang);
      one.beyond[width] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await page.evaluate(axe);
      one.axe[width] = await page.evaluate(serious);
    }
    seen.pages[name] = one;
  }
  for (const query of JSON.parse(queries)) {
    // As it is typed, into the field of a page.
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(address("docs/index.html"), { waitUntil: "load" });
    await page.fill("input[name=q]", query);
    await page.press("input[name=q]", "Enter");
    await page.waitForURL(/search\.html/);
    await page.waitForFunction(() => !document.querySelector("#search-progress:not(:empty)") && document.querySelector(".search-summary:not(:empty)"));
    seen.found[query] = await page.$$eval("#search-results li a", (links) => links.map((link) => decodeURI(link.getAttribute("href")).split(/[?#]/)[0]));
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(seen));
