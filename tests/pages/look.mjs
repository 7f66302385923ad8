// Looks at pages in a real Chromium, on a desk, on a phone, by keyboard and on paper, and tells what it sees as JSON.
//
//   node look.mjs CHROMIUM FOLDER
//
// FOLDER holds the pages (*.html); what was seen is written beside them: NAME.json and NAME.pdf.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HEIGHT = 900;
// A desk and a phone; and what lies between, down to the narrowest page on which nobody should have to scroll in two
// directions (WCAG 2.2, 1.4.10), where only the layout is measured.
const WIDTHS = { 1280: true, 820: false, 768: false, 390: true, 320: false };
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// -- in the page ------------------------------------------------------------------------------------------------------

const rules = async (chosen) => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: chosen ?? tags, resultTypes: ["violations", "incomplete"] });
  const told = (one) => ({
    rule: one.id,
    impact: one.impact,
    places: one.nodes.slice(0, 5).map((node) => `${node.target}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
  });
  // axe leaves letters that stand alone, such as a 0, to a human although it knows their contrast.
  const faint = (node) => node.any.some(({ data }) => data?.contrastRatio && data.contrastRatio < 4.5);
  const doubtful = found.incomplete.filter((one) => one.id === "color-contrast")
    .map((one) => ({ ...one, nodes: one.nodes.filter(faint) })).filter((one) => one.nodes.length);
  return [...found.violations, ...doubtful].map(told);
};

const unfold = () => document.querySelectorAll("details").forEach((one) => { one.open = true; });

const measures = () => {
  const shown = (one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const all = [...document.querySelectorAll("body *")].filter(shown);
  const text = (one) => (one.textContent ?? "").replace(/\s+/g, " ").trim();
  const told = (one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") ?? ""}"> ${text(one).slice(0, 60)}`;
  const overflow = (one) => getComputedStyle(one).overflowX;
  const wider = (one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1;
  const named = (one) => (one.getAttribute("aria-label") ?? "")
    || (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => text(document.getElementById(id) ?? one)).join(" ");
  // Letters that reach out of the page, where no box that scrolls holds them.
  const outside = all.filter((one) => {
    if (one.closest(".skip, .unseen, .cards thead") || !text(one) || one.children.length) return false;
    for (let box = one; box; box = box.parentElement) if (["auto", "scroll"].includes(overflow(box))) return false;
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
  });
  const crossing = [];
  for (const drawn of document.querySelectorAll("svg.line")) {
    const lines = [...drawn.querySelectorAll("line.now, line.foot, line.grid")].filter(shown).map((one) => one.getBoundingClientRect());
    for (const letters of drawn.querySelectorAll("text, tspan")) {
      const box = letters.getBoundingClientRect();
      for (const line of lines) {
        const beside = line.left >= box.right || line.right <= box.left;
        if (!beside && line.top < box.bottom - 1 && line.bottom > box.top + 1) crossing.push(text(letters));
      }
    }
  }
  return {
    beyond: document.documentElement.scrollWidth - innerWidth,
    height: document.documentElement.scrollHeight,
    outside: outside.map(told),
    scrolling: all.filter((one) => ["auto", "scroll"].includes(overflow(one)) && wider(one)).map((one) => ({
      place: told(one), role: one.getAttribute("role"), tabindex: one.getAttribute("tabindex"), name: named(one),
    })),
    cut: all.filter((one) => ["hidden", "clip"].includes(overflow(one)) && wider(one) && !one.closest(".unseen, .skip, svg")).map(told),
    pictures: all.filter((one) => one.tagName === "svg" && one.getBoundingClientRect().right > innerWidth).map(told),
    crossing,
    tables: all.filter((one) => one.tagName === "TABLE").map((one) => ({
      name: one.caption ? text(one.caption) : named(one),
      empty: [...one.querySelectorAll("th")].filter((head) => !text(head)).length,
      scopeless: [...one.querySelectorAll("th")].filter((head) => !head.scope).length,
    })),
    headings: all.filter((one) => /^H[1-6]$/.test(one.tagName)).map((one) => [Number(one.tagName[1]), text(one)]),
    landmarks: all.filter((one) => ["MAIN", "NAV", "HEADER", "FOOTER"].includes(one.tagName)).map((one) => one.tagName.toLowerCase()),
    folds: document.querySelectorAll("details").length,
    nameless: [...document.querySelectorAll("details")].filter((one) => !text(one.querySelector(":scope > summary") ?? one.ownerDocument.createElement("i"))).length,
    lang: document.documentElement.lang,
    title: document.title,
    text: document.body.innerText,
  };
};

const reachable = () => [...document.querySelectorAll("a[href], summary, button, input, select, [tabindex='0']")]
  .filter((one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })).length;

const focused = () => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    tag: one.tagName.toLowerCase(),
    href: one.getAttribute("href"),
    text: (one.textContent ?? "").trim().slice(0, 40),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
  };
};

// -- one page ---------------------------------------------------------------------------------------------------------

async function keyboard(page) {
  const steps = [];
  const wanted = Math.min(await page.evaluate(reachable), 60);
  for (let count = 0; count < wanted; count += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(focused);
    if (found === null) break;
    steps.push(found);
  }
  // The first fold is opened and closed without a mouse.
  let opened = null;
  const fold = page.locator("summary").first();
  if (await page.locator("summary").count()) {
    const open = () => fold.evaluate((one) => one.parentElement.open);
    const before = await open();
    await fold.focus();
    await page.keyboard.press("Enter");
    const after = await open();
    await page.keyboard.press("Space");
    opened = before !== after && (await open()) === before;
  }
  return { wanted, steps, opened };
}

async function look(context, path) {
  const url = pathToFileURL(path).href;
  const found = { widths: {}, requests: [] };
  const page = await context.newPage();
  page.on("request", (request) => { if (request.url() !== url) found.requests.push(request.url()); });
  const open = async (width) => {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.goto(url, { waitUntil: "load" });
  };
  const judged = async (chosen) => {
    await page.evaluate(axe);
    return page.evaluate(rules, chosen);
  };
  for (const [width, whole] of Object.entries(WIDTHS)) {
    await open(Number(width));
    const one = { folded: await page.evaluate(measures), keyboard: whole ? await keyboard(page) : null };
    await page.evaluate(unfold);
    one.unfolded = await page.evaluate(measures);
    one.axe = whole ? await judged() : [];
    found.widths[width] = one;
  }
  // As those see it who have set dark pages, or colours of their own; of the long pages there is nothing new to see.
  const long = (await page.evaluate(() => document.querySelectorAll("*").length)) > 2500;
  const colours = long ? {} : { dark: { colorScheme: "dark" }, forced: { forcedColors: "active" } };
  for (const [name, media] of Object.entries(colours)) {
    await page.emulateMedia(media);
    await open(1280);
    await page.evaluate(unfold);
    found[name] = await judged(["color-contrast"]);
    await page.emulateMedia({ colorScheme: null, forcedColors: null });
  }
  await open(1280);
  await page.pdf({ path: path.replace(/\.html$/, ".pdf"), preferCSSPageSize: true });
  await page.close();
  writeFileSync(path.replace(/\.html$/, ".json"), JSON.stringify(found));
}

const profile = mkdtempSync(join(tmpdir(), "pages-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: program, headless: true, args: FLAGS, timeout: 0,
});
// However slow the machine: whoever started this waits no longer than it wants to.
context.setDefaultTimeout(0);
try {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".html")).sort()) {
    await look(context, join(folder, basename(name)));
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
