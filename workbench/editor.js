// The editor of rules: CodeMirror on the language server of the service. The page works without it, as a plain form.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { forEachDiagnostic, lintGutter, lintKeymap, nextDiagnostic } from "@codemirror/lint";
import { LSPClient, hoverTooltips, jumpToDefinitionKeymap, serverCompletion, serverDiagnostics } from "@codemirror/lsp-client";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { t } from "./help.js";
import { mends } from "./mends.js";
import { phrases } from "./phrases.js";

const area = document.querySelector("textarea[data-editor]");
const form = area.form;
const { uri, socket, cases, effect } = area.dataset;
const at = (id) => document.getElementById(id);
const nonce = document.querySelector('meta[name="style-nonce"]').content;
const PAUSE = 700;

// -- the language server ----------------------------------------------------------------------------------------------

/** What the server says in Markdown, as plain marks: nothing in a file of rules becomes a link, a picture or a form. */
function plain(html) {
  const told = new DOMParser().parseFromString(html, "text/html");
  const kept = new Set(["P", "STRONG", "EM", "CODE", "PRE", "UL", "OL", "LI", "BR", "BLOCKQUOTE"]);
  for (const one of [...told.body.querySelectorAll("*")]) {
    if (kept.has(one.tagName)) for (const { name } of [...one.attributes]) one.removeAttribute(name);
    else one.replaceWith(...(["SCRIPT", "STYLE", "TEMPLATE"].includes(one.tagName) ? [] : one.childNodes));
  }
  return told.body.innerHTML;
}

function connect(client) {
  const address = new URL(socket, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const wire = new WebSocket(address);
  const handlers = new Set();
  wire.addEventListener("message", ({ data }) => handlers.forEach((handler) => handler(data)));
  wire.addEventListener("open", () => {
    told = true;
    at("language").textContent = "";
    client.connect({
      send: (message) => wire.send(message),
      subscribe: (handler) => handlers.add(handler),
      unsubscribe: (handler) => handlers.delete(handler),
    });
  });
  wire.addEventListener("close", () => {
    client.disconnect();
    at("language").textContent = t("检查服务断开了，正在重连；您写的还在。", "The language server is gone; connecting again. What you wrote is still here.");
    if (!told) problems.replaceChildren(line("p", t("连不上检查服务，写完后在存稿时检查。", "The language server cannot be reached; files are checked when saved.")));
    setTimeout(() => connect(client), told ? 1000 : 10000);
    told = false;
  });
}
let told = false;

const problems = at("problems");
function line(tag, text, kind = "small") {
  const made = document.createElement(tag);
  Object.assign(made, { textContent: text, className: kind });
  return made;
}

/** The problems of this file as lists, each of which leads to its place: errors first, what is only advised folded. */
function list(view) {
  const found = { error: [], other: [] };
  forEachDiagnostic(view.state, (one, from) => found[one.severity === "error" ? "error" : "other"].push({ one, from }));
  const { error, other } = found;
  const made = [error.length ? line("p", t(`${error.length} 处错误`, `${error.length} errors`), "violation") : line("p", t("没有错误", "No errors"), "compliant")];
  if (error.length) made.push(rows(view, error, "violation"));
  if (other.length) {
    const folded = line("details", "", "more");
    folded.open = problems.querySelector("details")?.open ?? false;
    folded.append(line("summary", t(`${other.length} 处提醒`, `${other.length} warnings`), ""), rows(view, other, "soon"));
    made.push(folded);
  }
  problems.replaceChildren(...made);
}
function rows(view, found, kind) {
  const shown = line("ul", "");
  for (const { one, from } of found.slice(0, 40)) {
    const row = view.state.doc.lineAt(Math.min(from, view.state.doc.length)).number;
    const button = line("button", t(`第 ${row} 行`, `Line ${row}`), "plain");
    button.type = "button";
    button.addEventListener("click", () => go(view, from));
    const item = line("li", "", kind);
    item.append(button, document.createTextNode(` ${one.message}`));
    shown.append(item);
  }
  return shown;
}
function go(view, position) {
  view.dispatch({ selection: { anchor: position }, effects: EditorView.scrollIntoView(position, { y: "center" }) });
  view.focus();
}

const client = new LSPClient({
  timeout: 20000,
  sanitizeHTML: plain,
  extensions: [serverDiagnostics(), serverCompletion(), hoverTooltips()],
  notificationHandlers: {
    "textDocument/publishDiagnostics": () => {
      setTimeout(() => list(view));
      return false;
    },
  },
});

// -- cases and effects ------------------------------------------------------------------------------------------------

/** Ask for a piece of a page, with the form as it stands. */
async function ask(address) {
  const given = new FormData(form);
  given.set("text", view.state.doc.toString());
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams([...given]), headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok) return [...page.body.childNodes];
  return [...(page.querySelector("main .notice")?.cloneNode(true).childNodes ?? [line("p", `${answer.status}`)])];
}
const unreached = () => [line("p", t("连不上服务，稍后再试。", "The service cannot be reached; try again later."), "violation")];

/** What stands there was found out before the text was changed. */
function stale(id, text) {
  const place = at(id);
  if (!place.querySelector("[data-found]") || place.querySelector("[data-stale]")) return;
  const note = line("p", text, "soon small");
  note.dataset.stale = "";
  place.prepend(note);
}
/** Put in the place of what stands there what was found out, unless it is only told that it is being worked out. */
function found(id, made) {
  const whole = line("div", "", "");
  whole.dataset.found = "";
  whole.append(...made);
  at(id).replaceChildren(whole);
}

let running = false, again = false, waiting = 0;
async function runCases() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  at("cases").setAttribute("aria-busy", "true");
  const made = await ask(cases).catch(unreached);
  found("cases", made);
  if (again) stale("cases", t("文字又改了，正在重新运行…", "The text has changed; being run again…"));
  at("cases").removeAttribute("aria-busy");
  running = false;
  if (again) {
    again = false;
    runCases();
  }
}

const button = at("show-effect");
button.hidden = false;
button.addEventListener("click", async () => {
  button.disabled = true;
  const before = view.state.doc;
  at("effect").replaceChildren(line("p", t("正在算…", "Working it out…"), "soft"));
  at("effect").scrollIntoView({ block: "nearest" });
  const made = await ask(effect).catch(unreached);
  found("effect", made);
  if (!view.state.doc.eq(before)) stale("effect", t("文字又改了，下面是改动以前的影响。", "The text has changed; this is the effect before."));
  button.disabled = false;
});
// -- the editor -------------------------------------------------------------------------------------------------------

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--accent)" },
  { tag: tags.comment, color: "var(--soft)" },
  { tag: [tags.string, tags.quote], color: "var(--open)" },
  { tag: tags.punctuation, color: "var(--soft)" },
]);
const look = EditorView.theme({
  "&": { fontSize: "14px", backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--soft)", borderRadius: "6px", height: "max(320px, min(100vh - 440px, 900px))" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--head)", color: "var(--soft)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--head) 60%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip": { maxWidth: "min(90vw, 36em)", padding: "2px 8px", fontFamily: "var(--sans)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--closed)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--closed) 1.5px", textUnderlineOffset: "4px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--conditional) 1.5px", textUnderlineOffset: "4px" },
});

let saved = false;
const view = new EditorView({
  state: EditorState.create({
    doc: area.value,
    extensions: [
      EditorView.cspNonce.of(nonce),
      EditorState.phrases.of(phrases()),
      EditorView.contentAttributes.of({ "aria-label": t("文件的内容。按 Tab 离开编辑框，按 Ctrl 和空格出提示。", "Text of the file. Tab leaves the editor, Ctrl and Space offers words."), lang: "zh-CN", tabindex: "0" }),
      lineNumbers(), lintGutter(), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), drawSelection(),
      history(), yaml(), indentUnit.of("  "), indentOnInput(), bracketMatching(), closeBrackets(), autocompletion(), search({ top: true }),
      highlightSelectionMatches(), syntaxHighlighting(colours), look,
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...jumpToDefinitionKeymap, ...searchKeymap, ...historyKeymap,
        { key: "Mod-.", run: mends }, { key: "F8", run: nextDiagnostic }, { key: "Mod-s", run: () => (at("reason").focus(), true) }, ...defaultKeymap]),
      client.plugin(uri, "yaml"),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        saved = false;
        stale("cases", t("文字又改了，正在重新运行…", "The text has changed; being run again…"));
        stale("effect", t("文字又改了，下面是改动以前的影响。", "The text has changed; this is the effect before."));
        clearTimeout(waiting);
        waiting = setTimeout(runCases, PAUSE);
      }),
    ],
  }),
});
area.hidden = true;
area.before(view.dom);
view.dom.id = "editor";
const row = Number(area.dataset.at);
if (row) go(view, view.state.doc.line(Math.min(row, view.state.doc.lines)).from);

const first = view.state.doc;
form.addEventListener("submit", () => {
  area.value = view.state.doc.toString();
  saved = true;
});
addEventListener("beforeunload", (event) => {
  if (!saved && !view.state.doc.eq(first)) event.preventDefault();
});
connect(client);
runCases();
