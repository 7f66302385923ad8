// The ledger: a checkpoint is read from a file into the field in which it can also be pasted.
import { help, notify, t } from "../help.js";

help("data-reads", (place) => {
  const field = document.getElementById(place.dataset.reads);
  const input = place.querySelector("input");
  place.hidden = false;
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > 20000) {
      notify(t("这个文件太大，不是检查点。", "This file is too large to be a checkpoint."), "bad");
      return;
    }
    field.value = await file.text();
    notify(t("已读入，请点“核对”。", "It is read; now verify."));
  });
});
