// The desk by keyboard: j and k move through [data-keys] rows, Enter opens, / goes to the search, letters of
// [data-key] press what carries them, ? opens the list of keys (dialog#tombol). Silent while one types.

const rows = () => [...document.querySelectorAll("[data-keys] tbody tr")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
  const action = { j: () => step(1), k: () => step(-1), "/": search, "?": help }[event.key] ?? press(event.key);
  if (action && action() !== false) event.preventDefault();
});

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const from = at < 0 ? all.findIndex((row) => row.classList.contains("back-here")) : at;
  const next = all[Math.min(Math.max(from + by, 0), all.length - 1)];
  next.querySelector("a").focus(); // Enter on a focused link opens it
  next.scrollIntoView({ block: "nearest" });
}

function search() {
  const field = document.querySelector("input[type=search]");
  field?.focus();
  return Boolean(field);
}

function help() {
  const list = document.getElementById("tombol");
  list?.togglePopover();
  return Boolean(list);
}

function press(key) {
  const target = key.length === 1 && document.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]`);
  return target && (() => target.click());
}
