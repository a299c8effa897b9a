// form[data-autosubmit]: a choice is sent as soon as it is made; without JavaScript the button [data-fallback] sends it.
// Arrow keys change a closed list at every step, so whoever uses them gets the button back.

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  let byArrows = false;
  const buttons = form.querySelectorAll("[data-fallback]");
  for (const button of buttons) button.hidden = true;
  form.addEventListener("pointerdown", () => { byArrows = false; });
  form.addEventListener("keydown", (event) => {
    byArrows = !["Enter", "Tab", " "].includes(event.key);
    if (byArrows) for (const button of buttons) button.hidden = false;
  });
  form.addEventListener("change", () => { if (!byArrows) form.requestSubmit(); });
}
