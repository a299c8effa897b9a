// form[data-autosubmit]: a choice is sent as soon as it is made; without JavaScript the button [data-fallback] sends it.
// Arrow keys change a closed list at every step, so whoever uses them gets the button back.

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  let byArrows = false;
  const buttons = form.querySelectorAll("[data-fallback]");
  // who chose before this script had come, or came back to the page, keeps the button
  if (!chosen(form)) for (const button of buttons) button.hidden = true;
  form.addEventListener("pointerdown", () => { byArrows = false; });
  form.addEventListener("keydown", (event) => {
    byArrows = !["Enter", "Tab", " "].includes(event.key);
    if (byArrows) for (const button of buttons) button.hidden = false;
  });
  form.addEventListener("change", () => { if (!byArrows) form.requestSubmit(); });
}

function chosen(form) {
  return [...form.querySelectorAll("select")].some((list) => {
    return list.selectedIndex !== Math.max(0, [...list.options].findIndex((option) => option.defaultSelected));
  });
}
