// [data-rows=NAME data-most=N]: fieldsets of inputs, a <template> with "__n__" for the number of a new row, and buttons
// that without this script send the form. Stands before autosave.js, which asks for the rows it wants to fill again.

for (const list of document.querySelectorAll("[data-rows]")) rows(list);

function rows(list) {
  const form = list.closest("form");
  const template = list.querySelector(":scope > template");
  const adding = list.querySelector(`:scope > button[value="${list.dataset.rows}-tambah"]`);
  const full = list.querySelector(":scope > [data-full]");
  const sets = () => [...list.querySelectorAll(":scope > fieldset")];
  let next = sets().length;

  const empty = (set) => [...set.querySelectorAll("input, select, textarea")].every((input) => !input.value.trim());
  while (sets().length > 1 && empty(sets().at(-1))) sets().at(-1).remove();
  tidy();

  list.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="row"]');
    if (!button) return;
    event.preventDefault();
    if (button === adding) add(next++).querySelector("input, select, textarea").focus();
    else drop(button.closest("fieldset"));
    tidy();
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // autosave.js: which inputs were there when it kept what could not be saved
  form.addEventListener("rows", (event) => {
    if (!event.detail.has(list.dataset.rows)) return;
    const wanted = new Set([...event.detail].map(number).filter((found) => found !== null));
    for (const set of sets()) if (!wanted.has(number(set.querySelector("[name]").name))) set.remove();
    const here = new Set(sets().map((set) => number(set.querySelector("[name]").name)));
    for (const found of [...wanted].sort((a, b) => a - b)) {
      if (!here.has(found)) add(found);
      next = Math.max(next, found + 1);
    }
    tidy();
  });

  function number(name) {
    const found = name.match(/^([a-z0-9_]+)-(\d+)-/);
    return found && found[1] === list.dataset.rows ? Number(found[2]) : null;
  }

  function add(n) {
    const set = template.content.cloneNode(true).querySelector("fieldset");
    for (const part of [set, ...set.querySelectorAll("*")]) {
      for (const attribute of part.attributes) attribute.value = attribute.value.replaceAll("__n__", n);
    }
    adding.before(set);
    return set;
  }

  function drop(set) {
    const near = set.nextElementSibling?.matches("fieldset") ? set.nextElementSibling : set.previousElementSibling;
    if (sets().length > 1) set.remove();
    else for (const input of set.querySelectorAll("input, select, textarea")) input.value = "";
    (near?.querySelector("input, select, textarea") ?? adding).focus();
  }

  function tidy() {
    sets().forEach((set, n) => { for (const place of set.querySelectorAll("[data-number]")) place.textContent = n + 1; });
    adding.hidden = sets().length >= Number(list.dataset.most);
    full.hidden = !adding.hidden;
  }
}
