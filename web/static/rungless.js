// Comfort only: every page works without this file.

const jumpBox = document.querySelector("#jump");
const places = document.querySelector("#places");
const said = document.querySelector("#places-said");

// "/" moves to the jump box, unless one is typing or has turned it off.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey &&
      "shortcuts" in document.documentElement.dataset) {
    event.preventDefault();
    jumpBox.focus();
    jumpBox.select();
  }
  if (event.key === "Escape" && !places.hidden) closePlaces();
});

function closePlaces() {
  places.hidden = true;
  places.replaceChildren();
  said.textContent = "";
}

let asked = "";
jumpBox.addEventListener("input", async () => {
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
document.querySelector(".jump").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || places.hidden) return;
  event.preventDefault();
  const stops = [jumpBox, ...places.querySelectorAll("a")];
  const next = stops.indexOf(document.activeElement) + step;
  stops[(next + stops.length) % stops.length].focus();
});

document.querySelector(".jump").addEventListener("focusout", (event) => {
  if (!event.currentTarget.contains(event.relatedTarget)) closePlaces();
});

// A running sync is followed by its JSON. When it ends, or a new stream begins,
// the page is drawn again by the server.
const live = document.querySelector("[data-live]");
if (live) follow();

async function follow() {
  const answer = await fetchJSON(live.dataset.live);
  if (!answer) return setTimeout(follow, 5000);
  const run = answer.run;
  if (run.state !== "running" || !run.streams.every(update)) return location.reload();
  live.querySelector("[data-summary]").textContent = run.summary;
  const left = live.querySelector("[data-left]");
  if (left) left.textContent = run.points_left.toLocaleString("en");
  setTimeout(follow, 1000);
}

function update(stream) {
  const item = live.querySelector(`[data-stream="${CSS.escape(stream.key)}"]`);
  if (!item) return false;
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
