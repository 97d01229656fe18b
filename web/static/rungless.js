// Comfort only: every page works without this file.

const jumpBox = document.querySelector("#jump");
const places = document.querySelector("#places");
const said = document.querySelector("#places-said");

// Single keys lead to places, unless one is typing or has turned them off.
const keys = {
  "/": () => { jumpBox?.focus(); jumpBox?.select(); },
  "j": () => step(1),
  "k": () => step(-1),
  "?": showKeys,
};
let afterG = false;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && places && !places.hidden) closePlaces();
  const typing = event.target.closest("input, select, textarea, [contenteditable], dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !("shortcuts" in document.documentElement.dataset)) return;
  const place = afterG && document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const act = place ? () => place.click() : keys[event.key];
  afterG = event.key === "g";
  if (!act) return;
  event.preventDefault();
  act();
});

// step moves the focus to the first link of the next row, or of the one before.
function step(by) {
  const rows = [...document.querySelectorAll("main :is(.contributions > li, .entries > li, tbody tr)")]
    .map((row) => row.querySelector("a[href]")).filter((link) => link?.checkVisibility());
  const here = rows.findIndex((link) => link.closest("li, tr").contains(document.activeElement));
  (here < 0 ? rows[0] : rows[here + by])?.focus();
}

// showKeys shows the list of keys that the settings have.
async function showKeys() {
  const response = await fetch("/settings/keyboard").catch(() => null);
  const list = response?.ok && new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#keys");
  if (!list || document.querySelector("dialog")) return;
  const dialog = document.createElement("dialog");
  const close = document.createElement("button");
  dialog.setAttribute("aria-label", "Keys");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(list, close);
  document.body.append(dialog);
  dialog.showModal();
}

function closePlaces() {
  places.hidden = true;
  places.replaceChildren();
  said.textContent = "";
}

let asked = "";
jumpBox?.addEventListener("input", async () => {
  const query = jumpBox.value.trim();
  asked = query;
  if (!query) return closePlaces();
  const answer = await fetchJSON("/-/jump?q=" + encodeURIComponent(query));
  if (answer && asked === query) showPlaces(answer);
});

function showPlaces(answer) {
  places.replaceChildren(...answer.places.map((place) => {
    const link = document.createElement("a");
    const kind = document.createElement("span");
    link.href = place.path;
    link.textContent = place.label;
    kind.textContent = place.kind;
    const item = document.createElement("li");
    item.append(link, kind);
    return item;
  }));
  places.hidden = answer.places.length === 0;
  said.textContent = answer.places.length + (answer.truncated ? " or more" : "") + " found";
}

// Arrow keys walk through what was found; it can also be reached with Tab.
document.querySelector(".jump")?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || places.hidden) return;
  event.preventDefault();
  const stops = [jumpBox, ...places.querySelectorAll("a")];
  const next = stops.indexOf(document.activeElement) + step;
  stops[(next + stops.length) % stops.length].focus();
});

document.querySelector(".jump")?.addEventListener("focusout", (event) => {
  if (!event.currentTarget.contains(event.relatedTarget)) closePlaces();
});

// Where a chart is wider than the window it opens at its newest end, and the names of its
// rows stay in sight.
for (const drawing of document.querySelectorAll(".scroll > svg.chart")) {
  keepNames(drawing);
  drawing.parentElement.scrollLeft = drawing.parentElement.scrollWidth;
}

// keepNames lays a copy of the names upon their place, where it stays while the drawing is
// scrolled. The style sheet shows it in narrow windows only.
function keepNames(drawing) {
  const rows = [...drawing.querySelectorAll("text.row")];
  const { width, height } = drawing.viewBox.baseVal;
  const part = Math.max(...rows.map((row) => row.getBBox().width)) + 8;
  const names = document.createElementNS(drawing.namespaceURI, "svg");
  names.setAttribute("class", "names");
  names.setAttribute("aria-hidden", "true");
  names.setAttribute("viewBox", `0 0 ${part} ${height}`);
  names.style.setProperty("--part", part / width);
  names.append(...rows.map((row) => row.cloneNode(true)));
  drawing.before(names);
}

// A running sync is followed by its JSON, and so is one that was asked for. When
// it begins or ends, or a new stream begins, the server draws the page again.
follow();

async function follow() {
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const answer = await fetchJSON(live.dataset.live);
  const known = answer && (answer.waiting || answer.run?.state === "running" && updateRun(live, answer.run));
  if (answer && !known) await redraw();
  setTimeout(follow, answer ? 1000 : 5000);
}

// redraw takes over the page as it is now. What was unfolded stays so, and so do
// the place on the page and the focus.
async function redraw() {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
  const main = document.querySelector("main");
  for (const open of main.querySelectorAll("details[open][id]")) {
    fresh.querySelector("#" + CSS.escape(open.id))?.setAttribute("open", "");
  }
  const focused = main.contains(document.activeElement) && document.activeElement.closest("details")?.id;
  main.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.querySelector("summary").focus();
}

// updateRun moves the bars. It returns false when the page lacks one of them.
function updateRun(live, run) {
  if (!run.streams.every((stream) => update(live, stream))) return false;
  live.querySelector("[data-summary]").textContent = run.summary;
  const left = live.querySelector("[data-left]");
  if (left) left.textContent = run.points_left.toLocaleString("en");
  return true;
}

function update(live, stream) {
  const item = live.querySelector(`[data-stream="${CSS.escape(stream.key)}"]`);
  if (!item || stream.total && !item.querySelector("progress")) return false;
  const bar = item.querySelector("progress");
  const note = item.querySelector(".note");
  if (bar && stream.total) {
    bar.max = stream.total;
    bar.value = stream.done;
  }
  item.querySelector(".words").textContent = stream.words;
  note.textContent = stream.note;
  note.hidden = !stream.note;
  return true;
}

async function fetchJSON(path) {
  try {
    const response = await fetch(path, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // the program was stopped, or the network is away
  }
}

// The pack editor keeps what is typed a moment after one stops. A change that was not kept
// stays in its form, and the words beside the buttons say why.
const part = document.querySelector("form[data-autosave]");
const savedWords = document.querySelector("[data-saved]");
let typed = null; // the timer since the last key
let saving = null; // the answer that is awaited

if (part) {
  part.addEventListener("input", (event) => {
    if (event.target.name === "new-text" || event.target.name === "address") return; // kept by their buttons
    clearTimeout(typed);
    typed = setTimeout(keepPart, 1000);
  });
  // A button waits for what is under way, so that it does not seem to come from another window.
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (!form.querySelector("[name=revision]") || !typed && !saving) return;
    event.preventDefault();
    if (form === part) clearTimeout(typed), typed = null;
    await (typed ? keepPart() : saving);
    form.requestSubmit(submitter);
  });
  addEventListener("pagehide", () => typed && keepPart());
}

function keepPart() {
  clearTimeout(typed);
  typed = null;
  const before = saving;
  const now = (async () => {
    await before;
    await sendPart();
  })();
  saving = now;
  now.finally(() => { if (saving === now) saving = null; });
  return now;
}

async function sendPart() {
  const body = new URLSearchParams(new FormData(part));
  body.set("do", "save");
  savedWords.textContent = "Saving…";
  try {
    const response = await fetch(part.action, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (response.ok) showSaved(answer);
    else savedWords.textContent = "Not saved. " + answer.message;
  } catch {
    savedWords.textContent = "Not saved: the program does not answer. What you wrote is still here.";
  }
}

function showSaved(answer) {
  for (const field of document.querySelectorAll("[name=revision]")) field.value = answer.revision;
  document.querySelector("[data-steps] [value=undo]").disabled = false;
  document.querySelector("[data-steps] [value=redo]").disabled = true;
  savedWords.textContent = answer.message || "Saved";
  const ready = part.querySelector("[name=ready]");
  if (!ready) return;
  if (answer.message) ready.checked = false;
  const list = document.createElement("ul");
  list.className = "lint";
  list.dataset.findings = "";
  list.append(...answer.findings.map((finding) => {
    const item = document.createElement("li");
    const hint = document.createElement("span");
    hint.className = "quiet";
    hint.textContent = finding.hint;
    item.append(finding.sentence + " ", hint);
    return item;
  }));
  const shown = part.querySelector("[data-findings]");
  if (list.textContent === (shown?.textContent.replaceAll("\n", "") ?? "")) return; // what stands below stays in its place
  shown?.remove();
  if (answer.findings.length) part.querySelector("#text").closest("p").after(list);
}
