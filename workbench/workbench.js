// What pages of the workbench do beyond links and forms. Every page also works without it, for reading.
import "htmx.org";
import { enliven, help, notify, t } from "./help.js";
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
document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail?.ctx) return;
  notify(t("连不上服务：它停了，或者网络断了。填写的内容还在，稍后再试。", "The service cannot be reached. What you entered is still here; try again later."), "bad");
});
document.addEventListener("htmx:after:swap", () => {
  const next = document.querySelector("[data-focus]");
  if (next) next.focus({ preventScroll: false });
  enliven(document);
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
