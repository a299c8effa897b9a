// #dokumen: the pages of a document, turned over, enlarged, rotated and laid beside an older version without loading
// the page again, so that what was typed beside them stays. Its links do the same without JavaScript. The letters are
// keys.js; here are the keys that no link has: = 0, and arrows and PageDown where the paper has the focus.

const SVG = "http://www.w3.org/2000/svg";
const MOST = 2;
const turns = new Map(); // address of a page image -> degrees clockwise, for as long as one reads

const root = () => document.getElementById("dokumen");
const one = (selector) => root()?.querySelector(selector);
const all = (selector) => [...(root()?.querySelectorAll(selector) ?? [])];
const paper = () => one(".paper");
const here = () => one(".strip [aria-current]");
const zoomed = () => Number(/zoom-(\d)/.exec(paper().className)[1]);
const shown = (side) => one(`[data-side=${side}] .sheet:not([hidden])`);

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("#dokumen a");
  const act = link && here() && action(link);
  if (!act) return;
  event.preventDefault();
  act();
});

function action(link) {
  const { page, go, zoom, turn, compare } = link.dataset;
  if (page) return () => open(link);
  if (go) return () => step(Number(go));
  if (zoom) return () => enlarge(zoomed() + Number(zoom));
  if (turn) return () => rotate(turn);
  return compare === undefined ? null : () => lay(compare);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !here()) return;
  const reading = document.activeElement === paper();
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const sideways = paper().scrollWidth > paper().clientWidth;
  const act = {
    "=": () => enlarge(zoomed() + 1),
    0: () => enlarge(0),
    ArrowRight: reading && !sideways && (() => step(1)),
    ArrowLeft: reading && !sideways && (() => step(-1)),
    PageDown: reading && atEnd(1) && (() => step(1)),
    PageUp: reading && atEnd(-1) && (() => step(-1)),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

function atEnd(way) {
  const { scrollTop, scrollHeight, clientHeight } = paper();
  return way < 0 ? scrollTop <= 1 : scrollTop + clientHeight >= scrollHeight - 1;
}

// --- one page after the other

function step(by) {
  const pages = all(".strip [data-page]");
  const next = pages[pages.indexOf(here()) + by];
  if (next) open(next);
}

function open(link) {
  here().removeAttribute("aria-current");
  link.setAttribute("aria-current", "page");
  bring(link);
  for (const side of ["old", "new"]) if (one(`[data-side=${side}]`)) show(side, link);
  for (const note of all("[data-of]")) note.hidden = note.dataset.of !== link.dataset.page;
  const said = one("[data-at]");
  if (said) said.textContent = link.dataset.page;
  paper().scrollTo(0, 0);
  settle();
}

// Into the middle of the strip, which moves nothing else.
function bring({ offsetTop, offsetLeft, offsetHeight, offsetWidth }) {
  const strip = one(".strip");
  strip.scrollTo(offsetLeft + (offsetWidth - strip.clientWidth) / 2, offsetTop + (offsetHeight - strip.clientHeight) / 2);
}

function show(side, link) {
  const sheet = sheetOf(side, link);
  for (const other of all(`[data-side=${side}] .sheet`)) other.toggleAttribute("hidden", other !== sheet);
  one(`[data-side=${side}] [data-none]`).hidden = Boolean(sheet);
  if (sheet) turnTo(sheet, turns.get(sheet.dataset.src) ?? 0);
}

// A page that was open once stays in its figure, hidden: its image need not come again.
function sheetOf(side, link) {
  const packed = link.dataset[side];
  if (!packed) return null;
  const [src, width, height] = packed.split(" ");
  const figure = one(`[data-side=${side}]`);
  const known = [...figure.querySelectorAll(".sheet")].find((sheet) => sheet.dataset.src === src);
  if (known) return known;
  const sheet = document.createElementNS(SVG, "svg");
  const image = document.createElementNS(SVG, "image");
  const label = `${one("[role=status] .unseen")?.textContent ?? ""}${link.dataset.page}`;
  for (const [name, value] of Object.entries({ class: "sheet", role: "img", "aria-label": label, "data-src": src, hidden: "" })) sheet.setAttribute(name, value);
  for (const [name, value] of Object.entries({ width, height, href: src })) image.setAttribute(name, value);
  sheet.append(image);
  figure.append(sheet);
  return sheet;
}

// --- larger, turned

function enlarge(wanted) {
  const box = paper();
  const now = zoomed();
  const next = Math.min(Math.max(wanted, 0), MOST);
  if (next === now) return;
  const middle = [(box.scrollLeft + box.clientWidth / 2) / box.scrollWidth, (box.scrollTop + box.clientHeight / 2) / box.scrollHeight];
  box.classList.replace(`zoom-${now}`, `zoom-${next}`);
  box.scrollTo(middle[0] * box.scrollWidth - box.clientWidth / 2, middle[1] * box.scrollHeight - box.clientHeight / 2);
  settle();
}

function rotate(side) {
  const sheet = shown(side);
  if (!sheet) return;
  turns.set(sheet.dataset.src, ((turns.get(sheet.dataset.src) ?? 0) + 90) % 360);
  turnTo(sheet, turns.get(sheet.dataset.src));
  settle();
}

function turnTo(sheet, degrees) {
  const image = sheet.querySelector("image");
  const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
  const moved = { 0: [0, 0], 90: [height, 0], 180: [width, height], 270: [0, width] }[degrees];
  sheet.setAttribute("viewBox", `0 0 ${degrees % 180 ? [height, width].join(" ") : [width, height].join(" ")}`);
  image.setAttribute("transform", `translate(${moved.join(" ")}) rotate(${degrees})`);
}

// --- beside an older version: the portal draws that pane anew

async function lay(version) {
  const query = asked(version);
  const answer = await fetch(`${root().dataset.part}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return tell(root().dataset.failed);
  const focused = root().contains(document.activeElement);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  root().replaceWith(...fresh.body.childNodes);
  window.htmx?.process(root());
  begin();
  if (focused) (one("[data-compare]") ?? paper()).focus();
  keep(query);
}

function tell(sentence) {
  const line = one(".page-notes .error-line") ?? one(".page-notes").appendChild(document.createElement("p"));
  line.className = "error-line";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
}

// --- what the links and the address say

function asked(against = beside()) {
  const query = new URLSearchParams(here().search);
  const turned = (side) => turns.get(shown(side)?.dataset.src);
  const page = here().dataset.page;
  const said = { halaman: page === "1" ? "" : page, putar: turned("new"), "putar-lama": turned("old"), besar: zoomed(), banding: against };
  for (const [name, value] of Object.entries(said)) {
    query.delete(name);
    if (Number(value)) query.append(name, value);
  }
  return query;
}

function beside() {
  return new URLSearchParams(here().search).get("banding");
}

function settle() {
  const pages = all(".strip [data-page]");
  const at = pages.indexOf(here());
  const ends = { "[data-go='-1']": at === 0, "[data-go='1']": at === pages.length - 1, "[data-zoom='1']": zoomed() === MOST, "[data-zoom='-1']": !zoomed() };
  for (const [selector, end] of Object.entries(ends)) end ? one(selector)?.setAttribute("aria-disabled", "true") : one(selector)?.removeAttribute("aria-disabled");
  for (const link of [pages[at + 1], pages[at - 1]]) if (link) for (const side of ["new", "old"]) if (one(`[data-side=${side}]`)) sheetOf(side, link);
  keep(asked());
}

function keep(query) {
  if (here() && new URL(here().href).pathname === location.pathname) history.replaceState(history.state, "", `?${query}`);
}

// --- drawn along with the mouse

document.addEventListener("pointerdown", (event) => {
  const box = event.target.closest?.(".zoom-1, .zoom-2");
  if (!box || event.pointerType !== "mouse" || event.button || event.target.closest("a, button")) return;
  const from = { x: event.clientX + box.scrollLeft, y: event.clientY + box.scrollTop };
  const move = ({ clientX, clientY }) => box.scrollTo(from.x - clientX, from.y - clientY);
  const end = () => {
    box.removeEventListener("pointermove", move);
    box.classList.remove("is-held");
  };
  box.setPointerCapture(event.pointerId);
  box.classList.add("is-held");
  box.addEventListener("pointermove", move);
  box.addEventListener("pointerup", end, { once: true });
  box.addEventListener("pointercancel", end, { once: true });
});

function begin() {
  if (!here()) return;
  for (const sheet of all(".sheet")) if (!turns.has(sheet.dataset.src)) turns.set(sheet.dataset.src, Number(sheet.dataset.turned ?? 0));
  bring(here());
  settle();
}

begin();
document.addEventListener("htmx:afterSwap", begin);
