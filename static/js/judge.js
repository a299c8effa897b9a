// form[data-judge]: a reason chip puts its sentence into the note (and takes it out again) and picks "Perlu
// diperbaiki". The keys S and P are keys.js. Without JavaScript the sentences are a list to copy from.

for (const form of document.querySelectorAll("form[data-judge]")) {
  const note = form.elements.note;
  const chips = [...form.querySelectorAll("[data-reasons] .chip")];
  for (const group of form.querySelectorAll("[data-reasons]")) group.hidden = false;

  const show = () => chips.forEach((chip) => chip.setAttribute("aria-pressed", String(note.value.includes(chip.value))));
  note.addEventListener("input", show);
  show();

  form.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (!chip) return;
    const said = note.value.includes(chip.value);
    note.value = said ? note.value.replace(chip.value, "").replace(/ {2,}/g, " ").trim() : `${note.value.trim()} ${chip.value}`.trim();
    form.querySelector("[name=judgement][value=mend]").checked = true;
    show();
  });

  form.addEventListener("change", (event) => {
    if (event.target.name !== "judgement") return;
    if (event.target.value === "mend") note.focus();
    else event.target.focus(); // so that Enter saves, also after a key
  });
}
