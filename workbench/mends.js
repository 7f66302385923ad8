// What the language server would put right at the cursor: the first of it is done at once, and can be undone.
import { LSPPlugin } from "@codemirror/lsp-client";
import { notify, t } from "./help.js";

/** A command of the editor. */
export function mends(view) {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return false;
  const { from, to } = view.state.selection.main;
  const range = { start: plugin.toPosition(from), end: plugin.toPosition(to) };
  plugin.client.sync();
  plugin.client.request("textDocument/codeAction", { textDocument: { uri: plugin.uri }, range, context: { diagnostics: [] } }).then(
    (actions) => {
      const action = actions?.find((one) => one.isPreferred) ?? actions?.[0];
      const changes = action?.edit?.changes?.[plugin.uri] ?? action?.edit?.documentChanges?.[0]?.edits;
      if (!changes) {
        notify(t("这一行没有可以自动改正的。", "There is nothing to mend on this line."));
        return;
      }
      view.dispatch({ changes: changes.map(({ range: at, newText }) => ({ from: plugin.fromPosition(at.start), to: plugin.fromPosition(at.end), insert: newText })) });
      notify(action.title);
    },
    () => {},
  );
  return true;
}
