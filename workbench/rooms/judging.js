// The keyboard of a question: while the focus is on it, a digit gives the answer that bears it.
import { help } from "../help.js";

help("data-keys", (card) =>
  card.addEventListener("keydown", (event) => {
    const writing = event.target.matches("input:not([type='checkbox']), select, textarea");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const chosen = card.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
  }),
);

// A page that comes back shows what the address says; what was typed into it before is answered by now.
document.addEventListener("htmx:after:swap", () => {
  for (const form of document.querySelectorAll("form[data-as-sent]")) form.reset();
});
