// What scripts of the rooms share: texts, messages, and what an attribute does.
const english = () => document.documentElement.lang === "en";
/** A text in the language of the page. */
export const t = (chinese, inEnglish) => (english() ? inEnglish : chinese);

/** Say something where screen readers hear it; nothing takes back what was said. */
export function notify(text, kind = "") {
  const notice = document.getElementById("notice");
  if (notice) Object.assign(notice, { textContent: text, className: kind });
}

/** Say that the session has ended, and where one signs in; what was entered stays as it is. */
export function signedOut() {
  notify(t("登录已经到期，填写的内容还在。", "Your session has ended. What you entered is still here."), "bad");
  const way = document.createElement("a");
  const href = new URL("signin", document.querySelector("a.brand").href).href;
  Object.assign(way, { href, target: "_blank", textContent: t("在新的页面登录，再试一次", "Sign in on a new page, then try again") });
  document.getElementById("notice").append(" ", way);
}

/** What is done once for each element that has an attribute; other rooms add theirs. */
const helps = new Map();
export function help(attribute, make) {
  helps.set(attribute, make);
}
const done = new WeakMap();
const uncovered = new WeakSet();
export function enliven(root) {
  for (const [attribute, make] of helps) {
    for (const one of root.querySelectorAll(`[${attribute}]`)) {
      const known = done.get(one) ?? new Set();
      if (known.has(attribute)) {
        // A page that comes back has it hidden again, as for a browser without scripts.
        if (uncovered.has(one)) one.hidden = false;
        continue;
      }
      done.set(one, known.add(attribute));
      const covered = one.hidden;
      make(one);
      if (covered && !one.hidden) uncovered.add(one);
    }
  }
}
