// [data-show-if=JSON]: a field shown only while its condition holds; the same rules as applications.answers on the
// server, which drops what is hidden here. Without this script every field shows, with its condition as a hint.
//   {"field": "kind", "is": "neon"}   {"field": "kind", "in": ["a", "b"]}   {"field": "note", "filled": true}
//   {"field": "area", "at_least": 8}  {"field": "area", "below": 8}
//   {"all": [...]}   {"any": [...]}   {"not": {...}}
// Of several choices one that fits is enough. What the page does not ask (facts of the case like "@kind", answers of
// other pages) stands in [data-known] of the form, as {"name": ["text", ...]}.

export function holds(condition, answer) {
  if (condition.all) return condition.all.every((one) => holds(one, answer));
  if (condition.any) return condition.any.some((one) => holds(one, answer));
  if (condition.not) return !holds(condition.not, answer);
  const values = answer(condition.field).filter((value) => value !== "");
  if ("filled" in condition) return (values.length > 0) === condition.filled;
  if ("at_least" in condition) return values.length === 1 && number(values[0]) >= condition.at_least; // NaN never is
  if ("below" in condition) return values.length === 1 && number(values[0]) < condition.below;
  if ("in" in condition) return values.some((value) => condition.in.map(String).includes(value));
  return values.includes(String(condition.is));
}

// 1.250,5 and 12,5, also 12.5; NaN for what is no number
export function number(typed) {
  const text = typed.replace(/\s/g, "");
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return Number(text.replaceAll(".", "").replace(",", "."));
  return /^\d+([.,]\d{1,2}|,\d+)?$/.test(text) ? Number(text.replace(",", ".")) : NaN;
}

for (const form of document.querySelectorAll("form")) {
  const fields = [...form.querySelectorAll("[data-show-if]")];
  if (fields.length) watch(form, fields.map((element) => [element, JSON.parse(element.dataset.showIf)]));
}

function watch(form, fields) {
  const known = Object.assign({}, ...[...form.querySelectorAll("[data-known]")].map((each) => JSON.parse(each.dataset.known)));
  const answer = (name) => {
    if (Object.hasOwn(known, name)) return known[name];
    const inputs = [...form.elements].filter((input) => input.name === name);
    const shown = inputs.filter((input) => !input.closest("[data-show-if][hidden]"));
    return shown.filter((input) => !/^(radio|checkbox)$/.test(input.type) || input.checked).map(written);
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

// "2,5 m" and "Rp150.000,-" are numbers to the server too (applications.answers.cleaning.bare), also in the words of the
// other language: "3 lembar" on an English page
function written(input) {
  const text = input.value.trim();
  const unit = (input.dataset.unit ?? "").split("|").find((each) => each && text.toLowerCase().endsWith(each.toLowerCase()));
  if (unit) return text.slice(0, -unit.length).trim();
  return "money" in input.dataset ? text.replace(/^(rp\.?|idr)\s*/i, "").replace(/,(-|00)$/, "") : text;
}
