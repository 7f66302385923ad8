// What pages of the workbench do beyond links and forms. Every page also works without it, for reading.
import "htmx.org";
import { enliven, help, notify, signedOut, t } from "./help.js";
import "./rooms/judging.js";
import "./rooms/catalogues.js";
import "./rooms/scrolling.js";
import "./rooms/auditing.js";

// -- requests ---------------------------------------------------------------------------------------------------------

document.addEventListener("htmx:before:request", () => {
  notify("");
  document.body.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:finally:request", () => document.body.removeAttribute("aria-busy"));
const unreached = () => notify(t("连不上服务：它停了，或者网络断了。填写的内容还在，稍后再试。", "The service cannot be reached. What you entered is still here; try again later."), "bad");
document.addEventListener("htmx:error", ({ detail }) => detail?.ctx && unreached());
document.addEventListener("htmx:after:swap", () => {
  const next = document.querySelector("[data-focus]");
  if (next) next.focus({ preventScroll: false });
  enliven(document);
});
document.addEventListener("htmx:before:response", (event) => {
  const { status, headers } = event.detail.ctx.response;
  const page = headers.get("content-type")?.startsWith("text/html");
  if (page && status !== 401) return;
  event.preventDefault();
  // An address that is far too long is turned away before the workbench sees it; what comes back is no page.
  if (page) signedOut();
  else notify(t("服务没有收下：写的太长了。请写短一些再试，填写的内容还在。", "The service did not take it: it is too long. Make it shorter; what you entered is still here."), "bad");
});

// What htmx does not send makes the browser leave the page: it goes once the service is there to answer, and a form once
// one is known to be signed in.
const [asking, there] = [new WeakSet(), new WeakSet()];
async function leave(event, one, go) {
  // A form with a field of that name has no `dataset`.
  if (one?.getAttribute("data-hx-boost") !== "false" || event.defaultPrevented || there.delete(one)) return;
  event.preventDefault();
  if (asking.has(one)) return;
  asking.add(one);
  try {
    const known = one.matches("form:not([action$='/signin'])") ? document.querySelector("a.brand") : document.querySelector("link[rel=stylesheet]");
    const { status } = await fetch(known.href, { method: "HEAD", cache: "no-store" });
    if (status === 401) signedOut();
    else {
      notify("");
      there.add(one);
      go();
    }
  } catch {
    unreached();
  }
  asking.delete(one);
}
document.addEventListener("submit", (event) => leave(event, event.target, () => event.target.requestSubmit(event.submitter)));
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  leave(event, link, () => link.click());
});

// -- small helps --------------------------------------------------------------------------------------------------------

// A form that asks again as soon as something in it changes; its button is for those without scripts.
help("data-at-once", (form) => form.addEventListener("change", () => form.requestSubmit()));
help("data-print", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
// A page that is shown until something is there looks again by itself.
help("data-reload", (place) => setTimeout(() => place.isConnected && location.reload(), Number(place.dataset.reload)));
help("data-copy", (button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const given = button.dataset.copy;
    await navigator.clipboard.writeText(given === "" ? location.href : given);
    notify(t("已复制。", "Copied."));
  });
});

enliven(document);
