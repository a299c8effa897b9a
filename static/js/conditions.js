// [data-show-if=JSON]: a field shown only while its condition holds; the same rules as applications.answers on the
// server, which drops what is hidden here. Without this script every field shows, with its condition as a hint.
//   {"field": "kind", "is": "neon"}   {"field": "kind", "in": ["a", "b"]}   {"field": "note", "filled": true}
//   {"all": [...]}   {"any": [...]}   {"not": {...}}

export function holds(condition, answer) {
  if (condition.all) return condition.all.every((one) => holds(one, answer));
  if (condition.any) return condition.any.some((one) => holds(one, answer));
  if (condition.not) return !holds(condition.not, answer);
  const values = answer(condition.field).filter((value) => value !== "");
  if ("filled" in condition) return (values.length > 0) === condition.filled;
  if ("in" in condition) return values.some((value) => condition.in.map(String).includes(value));
  return values.includes(String(condition.is));
}

for (const form of document.querySelectorAll("form")) {
  const fields = [...form.querySelectorAll("[data-show-if]")];
  if (fields.length) watch(form, fields.map((element) => [element, JSON.parse(element.dataset.showIf)]));
}

function watch(form, fields) {
  const answer = (name) => {
    const inputs = [...form.elements].filter((input) => input.name === (form.dataset.prefix ?? "") + name);
    const shown = inputs.filter((input) => !input.closest("[data-show-if][hidden]"));
    return shown.filter((input) => !/^(radio|checkbox)$/.test(input.type) || input.checked).map((input) => input.value.trim());
  };
  const apply = () => {
    // a hidden field answers nothing, so a chain of conditions settles after at most one round a field
    for (let round = 0; round <= fields.length; round++) {
      const before = fields.map(([element]) => element.hidden).join();
      for (const [element, condition] of fields) element.hidden = !holds(condition, answer);
      if (fields.map(([element]) => element.hidden).join() === before) break;
    }
  };
  for (const [element] of fields) for (const hint of element.querySelectorAll("[data-condition]")) hint.hidden = true;
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  apply();
}
