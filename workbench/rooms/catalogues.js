// The room of catalogues: a file dropped and sent as it is, how far its check is, datasets ticked together.
import { enliven, help, notify, t } from "../help.js";

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
const lost = () => t("连接断了，文件没有收到。文件和选好的都还在，请再试一次。", "The connection was lost; the file was not received. All you chose is still here; try again.");

/** What went wrong, where the file was dropped: what the service says of it, or that it could not be reached. */
function tell(place, request) {
  place.replaceChildren();
  const found = request.status ? parsed(request.responseText).querySelector(".notice") : null;
  if (found) place.append(document.importNode(found, true));
  else place.append(Object.assign(document.createElement("p"), { className: "notice bad", role: "alert", textContent: lost() }));
}

function addressOf(form, file) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) fields.append(name, value);
  fields.set("name", file.name);
  return `${form.dataset.drop}?${fields}`;
}

function send(form, file) {
  const [place, sending, bar, stage, stop] = ["[data-wrong]", "[data-sending]", "progress", "[data-stage]", "[data-stop]"].map((one) => form.querySelector(one));
  const input = form.querySelector("[data-file]");
  const request = new XMLHttpRequest();
  // The same file may be chosen once more.
  const over = () => {
    sending.hidden = true;
    input.value = "";
  };
  place.replaceChildren();
  sending.hidden = false;
  bar.value = 0;
  stage.textContent = t(`正在发送 ${file.name}`, `Sending ${file.name}`);
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  };
  request.upload.onload = () => {
    bar.removeAttribute("value");
    stage.textContent = t("已经收到，正在检查", "Received; being checked");
  };
  request.onload = () => {
    over();
    if (request.status === 200) location.assign(JSON.parse(request.responseText).to);
    else tell(place, request);
  };
  request.onerror = () => {
    over();
    tell(place, request);
  };
  request.onabort = over;
  stop.onclick = () => request.abort();
  request.open("POST", addressOf(form, file));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Accept", "text/html");
  request.send(file);
}

help("data-drop", (form) => {
  const input = form.querySelector("[data-file]");
  const zone = form.querySelector(".zone");
  const told = form.querySelector("[data-waiting]");
  let waiting = null;
  const take = (file) => {
    if (!file) return;
    waiting = file;
    // What is still to be chosen is asked for; the file stays chosen, and goes as soon as that is there.
    if (!form.checkValidity()) {
      told.textContent = t(`已选好 ${file.name}。请再选地方，选好就开始检查。`, `${file.name} is chosen. Choose the place, and it is checked.`);
      told.hidden = false;
      form.reportValidity();
      return;
    }
    told.hidden = true;
    waiting = null;
    send(form, file);
  };
  input.addEventListener("change", () => {
    take(input.files[0]);
  });
  form.addEventListener("change", (event) => {
    if (event.target !== input && waiting && form.checkValidity()) take(waiting);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
});

// A page that says how far something is looks again until it is done.
help("data-again", (place) => {
  const look = async () => {
    if (!place.isConnected) return;
    try {
      const response = await fetch(location.href, { headers: { accept: "text/html" } });
      const main = parsed(await response.text()).querySelector("main");
      if (!main || !place.isConnected) return;
      notify("");
      const here = document.querySelector("main");
      here.className = main.className;
      here.replaceChildren(...document.importNode(main, true).childNodes);
      enliven(document);
    } catch {
      notify(t("连不上服务，过一会儿再看。", "The service cannot be reached; looking again soon."), "bad");
      setTimeout(look, 3000);
    }
  };
  setTimeout(look, Number(place.dataset.again));
});

// What is ticked: boxes in the table, and hidden fields for rows that are not in it (scrolling.js).
const ticks = (form) => [...form.elements].filter((one) => one.name === "ticked");
const ticked = (form) => ticks(form).filter((one) => one.checked || one.type === "hidden");
function count(form) {
  const found = ticked(form).length;
  for (const place of document.querySelectorAll("[data-ticked]")) place.textContent = found ? `(${found})` : "";
}

// Where the page stood when something was answered on it: there it stays, and so does what was ticked.
let stood = null;
document.addEventListener("htmx:after:swap", () => {
  const form = document.getElementById("answering");
  if (!stood || !form) return;
  const boxes = new Map(ticks(form).map((box) => [box.value, box]));
  for (const value of stood.ticked) {
    if (boxes.has(value)) boxes.get(value).checked = true;
    else form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "ticked", value }));
  }
  count(form);
  scrollTo(0, stood.y);
  document.getElementById(stood.row)?.querySelector("a")?.focus({ preventScroll: true });
});
document.addEventListener("htmx:finally:request", () => {
  stood = null;
});

help("data-ticks", (form) => {
  form.addEventListener("submit", ({ submitter }) => {
    stood = { y: scrollY, row: submitter?.closest("tr")?.id ?? "", ticked: ticked(form).map((one) => one.value) };
  });
  // Its boxes stand in the table, outside of it.
  document.addEventListener("change", ({ target }) => {
    if (!form.isConnected || target.form !== form) return;
    const page = target.matches("[data-tick-all]") ? target.closest("table").querySelector("tbody.at") : null;
    for (const box of page?.querySelectorAll("[name=ticked]") ?? []) box.checked = target.checked;
    count(form);
  });
  count(form);
});
