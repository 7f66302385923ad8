// A table of many pages in an area of its own: pages come as one scrolls near them, and go when they are far.
import htmx from "htmx.org";
import { help, t } from "../help.js";

const WIDE = matchMedia("screen and (width > 760px)");
// How far from what is in sight, in heights of the area, a page is fetched and taken out again.
const NEAR = "100%";
const FAR = "300%";
// Milliseconds: a page that the scrollbar only passes is not fetched, and the address follows when scrolling rests.
const REST = 80;
// Rows of a page out of sight that are put in within one frame.
const FEW = 10;
// Pixels: browsers cannot lay out much more, so pages that are not there stand closer in a very long table.
const TALLEST = 12e6;

const made = (tag, given, ...within) => {
  const one = Object.assign(document.createElement(tag), given);
  one.append(...within);
  return one;
};

// How far into its page one was when something was answered at a row: the next table begins there.
let answered = null;
document.addEventListener("htmx:finally:swap", () => {
  answered = null;
});

/** What a page that did not come says, and the way on. */
function trouble(response) {
  if (!response) return [t("连不上服务：它停了，或者网络断了。勾选的都还在。", "The service cannot be reached. What is ticked is still here.")];
  if (!new URL(response.url).pathname.endsWith("/signin")) return [t("这一页没有取到，清单可能已经变了。", "This page did not come; the list may have changed.")];
  const way = made("a", { href: response.url, target: "_blank", textContent: t("在新的页面登录", "Sign in on a new page") });
  return [t("登录已经到期，勾选的都还在。", "Your session has ended. What is ticked is still here."), " ", way];
}

help("data-pages", (area) => {
  const table = area.querySelector("table");
  const form = document.getElementById("answering");
  const over = new AbortController();
  const heights = new Map();
  const ways = new Map();
  const [loaded, around, failed] = [new Set(), new Set(), new Set()];
  const [waiting, requests] = [new Map(), new Map()];
  let bodies = [];
  let observers = [];
  let resting = 0;
  let at = table.tBodies[0];

  const top = () => area.getBoundingClientRect().top + table.tHead.offsetHeight;
  const into = (body) => top() - body.getBoundingClientRect().top;
  const place = (body, by = 0) => {
    area.scrollTop += by - into(body);
  };
  /** The page of the first row in sight; fractions of a pixel do not matter. */
  const current = () => {
    const passed = [...around].filter((one) => into(one) >= -4);
    return passed.length ? passed.reduce((one, other) => (into(other) < into(one) ? other : one)) : at;
  };
  /** Change pages that may be above what is in sight: that stays where it is. */
  const steadily = (change) => {
    const seen = current();
    const before = into(seen);
    change();
    const moved = into(seen) - before;
    if (Math.abs(moved) >= 1) area.scrollTop -= moved;
  };
  const boxes = (body) => [...body.querySelectorAll("[name=ticked]")];

  // -- a page comes and goes --------------------------------------------------------------------------------------------

  const blank = (body, ...told) => {
    const cell = made("td", { colSpan: table.tHead.rows[0].cells.length });
    if (told.length) cell.append(made("p", {}, ...told));
    cell.style.height = `${heights.get(body)}px`;
    body.replaceChildren(made("tr", { className: "coming" }, cell));
    loaded.delete(body);
  };
  /** Take out what is far; the form keeps what is ticked in it. */
  const clear = () => {
    for (const body of loaded) {
      if (around.has(body) || body === at || body.contains(document.activeElement)) continue;
      heights.set(body, Math.min(body.offsetHeight, TALLEST / bodies.length));
      for (const { checked, value } of boxes(body)) if (checked) form.append(made("input", { type: "hidden", name: "ticked", value }));
      blank(body);
    }
  };
  const inSight = (body) => into(body) > -area.clientHeight && into(body) < body.offsetHeight;
  /** Put rows in: at once where they are waited for, else a few for each frame, so that what is on the screen goes on moving. */
  const put = async (body, found) => {
    const rows = [...found.querySelector(`tbody[data-page="${body.dataset.page}"]`).rows];
    const rest = body.querySelector(".coming");
    for (let done = 0; done < rows.length; ) {
      const few = rows.slice(done, inSight(body) ? rows.length : done + FEW);
      done += few.length;
      steadily(() => {
        rest.before(...few);
        rest.cells[0].style.height = `${heights.get(body) * (1 - done / rows.length)}px`;
        if (done === rows.length) rest.remove();
      });
      for (const row of few) {
        const [box] = boxes(row);
        const kept = form.querySelector(`[type=hidden][name=ticked][value="${box.value}"]`);
        box.checked = Boolean(kept);
        kept?.remove();
        htmx.process(row);
      }
      await new Promise(requestAnimationFrame);
    }
    ways.set(body, found.querySelector("nav.pages"));
    loaded.add(body);
    settle();
  };
  const fail = (body, response) => {
    failed.add(body);
    const button = made("button", { type: "button", className: "second", textContent: t("再试一次", "Try again") });
    button.addEventListener("click", () => {
      area.focus({ preventScroll: true });
      for (const one of failed) load(one);
    });
    blank(body, made("span", { role: "alert" }, ...trouble(response)), " ", button);
  };
  const load = async (body) => {
    if (loaded.has(body) || requests.has(body)) return;
    const request = new AbortController();
    requests.set(body, request);
    failed.delete(body);
    blank(body, t(`正在读取第 ${body.dataset.page} 页…`, `Page ${body.dataset.page} is being read…`));
    let response = null;
    try {
      response = await fetch(address(body), { headers: { accept: "text/html" }, signal: request.signal });
      await put(body, new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch {
      if (!request.signal.aborted) fail(body, response);
    } finally {
      requests.delete(body);
    }
  };
  const leave = (body) => {
    clearTimeout(waiting.get(body));
    requests.get(body)?.abort();
  };

  // -- where one is -----------------------------------------------------------------------------------------------------

  const address = (body) => {
    const found = new URL(location.href);
    found.searchParams.delete("done");
    found.searchParams.set("page", body.dataset.page);
    found.hash = "";
    return found;
  };
  /** The links that turn pages are those of the page that one is on; the focus stays on the same of them. */
  const turn = () => {
    for (const nav of ways.has(at) ? document.querySelectorAll("nav.pages") : []) {
      const now = nav.contains(document.activeElement) ? document.activeElement.textContent : "";
      nav.replaceChildren(...ways.get(at).cloneNode(true).childNodes);
      htmx.process(nav);
      if (now) ([...nav.querySelectorAll("a")].find((one) => one.textContent === now) ?? area).focus({ preventScroll: true });
    }
  };
  const back = (body) => {
    const told = new URLSearchParams(form.elements.back.value);
    told.set("page", body.dataset.page);
    form.elements.back.value = told;
  };
  const settle = () => {
    if (!observers.length) return;
    at.classList.remove("at");
    at = current();
    at.classList.add("at");
    turn();
    back(at);
    const all = boxes(at);
    table.querySelector("[data-tick-all]").checked = all.length > 0 && all.every((box) => box.checked);
    steadily(clear);
    // The state is how htmx knows a page that it shows again.
    history.replaceState({ ...history.state, htmx: true, into: Math.round(into(at)), y: scrollY }, "", address(at));
  };

  // -- wide screens only ------------------------------------------------------------------------------------------------

  const watch = (margin, seen) => {
    const observer = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => seen(target, isIntersecting)), { root: area, rootMargin: `${margin} 0px` });
    for (const body of bodies) observer.observe(body);
    return observer;
  };
  const lay = () => {
    const pages = Number(area.dataset.pages);
    const height = Math.min((at.offsetHeight / at.rows.length) * Number(area.dataset.each), TALLEST / pages);
    for (let page = 1; page <= pages; page += 1) {
      const one = page === Number(at.dataset.page) ? at : made("tbody", {});
      one.dataset.page = page;
      bodies.push(one);
      heights.set(one, height);
      if (one !== at) blank(one);
    }
    loaded.add(at);
    ways.set(at, document.querySelector("nav.pages").cloneNode(true));
    at.before(...bodies.slice(0, at.dataset.page - 1));
    at.after(...bodies.slice(at.dataset.page));
  };
  const open = (by) => {
    area.classList.add("windowed");
    for (const [name, value] of [["role", "region"], ["tabindex", "0"], ["aria-labelledby", "sets"]]) area.setAttribute(name, value);
    if (!bodies.length) lay();
    place(at, by);
    observers = [
      watch(FAR, (body, inside) => (inside ? around.add(body) : around.delete(body))),
      watch(NEAR, (body, inside) => (inside ? waiting.set(body, setTimeout(load, REST, body)) : leave(body))),
    ];
  };
  const close = () => {
    for (const one of observers.splice(0)) one.disconnect();
    area.classList.remove("windowed");
    for (const name of ["role", "tabindex", "aria-labelledby"]) area.removeAttribute(name);
  };
  const { signal } = over;
  WIDE.addEventListener("change", () => (WIDE.matches ? open() : close()), { signal });
  document.addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(settle, REST);
  }, { signal, capture: true });
  // What is answered at a row goes back to the page of the row.
  form.addEventListener("submit", ({ submitter }) => {
    const body = submitter?.closest("tbody") ?? at;
    answered = into(body);
    back(body);
  }, { signal, capture: true });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("nav.pages a");
    if (!observers.length || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    place(bodies[(new URL(link.href).searchParams.get("page") ?? 1) - 1]);
  }, { signal, capture: true });
  // Another page is made anew, not out of this one.
  document.addEventListener("htmx:before:swap", () => {
    over.abort();
    close();
    clearTimeout(resting);
    bodies.forEach(leave);
    area.remove();
  }, { signal });
  if (!WIDE.matches) return;
  const { into: before, y } = history.state ?? {};
  open(answered ?? before);
  if (y !== undefined) scrollTo(0, y);
});
