// Shows what /state says, anew whenever /events tells of another state. Text is only ever put as
// text; pages are pictures, asked for by keys, so that a page that did not change is not loaded.
"use strict";

const pages = document.getElementById("pages");
const list = document.getElementById("findings");
const status_ = document.getElementById("status");
let current = null;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

async function show(version) {
  const state = await (await fetch("/state")).json();
  document.title = `${title(state)} ${state.name}`;
  document.getElementById("name").textContent = state.name;
  say(state);
  pages.classList.toggle("stale", state.stale && state.pages.length > 0);
  showFindings(state.findings);
  await showPages(state.pages);
  mark();
  document.body.dataset.version = version;
}

function title({ errors, warnings }) {
  return errors ? `✗ ${errors}` : warnings ? `! ${warnings}` : "✓";
}

function say({ errors, warnings, said }) {
  status_.textContent = said;
  status_.className = errors ? "error" : warnings ? "warning" : "right";
}

function showFindings(findings) {
  const kept = current && current.identity;
  current = null;
  list.replaceChildren(...findings.map((finding) => {
    const item = element("li");
    const button = element("button");
    button.type = "button";
    button.finding = finding;
    finding.identity = `${finding.code} ${finding.message}`;
    button.append(element("span", `weight ${finding.severity}`, finding.weight));
    button.append(finding.message);
    const place = finding.line ? `${finding.file}:${finding.line}:${finding.column}` : finding.file;
    if (place) button.append(element("span", "place", place));
    const more = element("span", "more");
    if (finding.excerpt) {
      const [before, meant, behind] = finding.excerpt;
      const code = element("code");
      code.append(before, element("mark", "", meant), behind);
      more.append(code);
    }
    for (const hint of finding.hints) more.append(element("span", "hint", hint));
    more.append(element("span", "place", finding.code));
    button.append(more);
    button.addEventListener("click", () => choose(button, true));
    item.append(button);
    if (!current && finding.identity === kept) choose(button, false);
    return item;
  }));
}

function choose(button, move) {
  for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
  current = button.finding;
  mark();
  if (!move) return;
  const spot = pages.querySelector(".spot");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (spot) spot.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function mark() {
  for (const spot of pages.querySelectorAll(".spot")) spot.remove();
  for (const [page, x, y, width, height] of current ? current.spots : []) {
    const place = pages.children[page];
    if (!place) continue;
    const spot = element("div", "spot");
    const part = (number) => `${number / 100}%`;
    Object.assign(spot.style, { left: part(x), top: part(y), width: part(width), height: part(height) });
    place.append(spot);
  }
}

async function showPages(wanted) {
  while (pages.children.length > wanted.length) pages.lastElementChild.remove();
  await Promise.all(wanted.map(async ({ key, height }, index) => {
    let place = pages.children[index];
    if (!place) {
      place = element("div", "page");
      pages.append(place);
    }
    place.style.aspectRatio = `1000 / ${height}`;
    if (place.dataset.key === key) return;
    place.dataset.key = key;
    const picture = new Image();
    picture.alt = pages.dataset.page.replace("#", index + 1);
    picture.src = `/page/${key}.png`;
    try {
      await picture.decode();
    } catch {
      return; // a newer state has other pages
    }
    if (place.dataset.key !== key) return;
    const old = place.querySelector("img");
    if (old) old.replaceWith(picture);
    else place.prepend(picture);
  }));
}

// One state at a time; of those that come meanwhile only the last is shown.
let busy = false;
let next = null;
async function update(version) {
  next = version;
  if (busy) return;
  busy = true;
  while (next !== null) {
    const version = next;
    next = null;
    try {
      await show(version);
    } catch {
      // The connection tells it.
    }
  }
  busy = false;
}

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target === pages) return;
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button.getAttribute("aria-current"));
  const button = buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)];
  if (!button) return;
  event.preventDefault();
  button.focus();
  choose(button, true);
});

const events = new EventSource("/events");
events.addEventListener("message", (event) => update(event.data));
events.addEventListener("error", () => {
  status_.textContent = status_.dataset.lost;
  status_.className = "error";
});
