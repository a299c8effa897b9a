// form[data-crop]: four handles over the picture move its edges, by finger, mouse or arrow keys. Without this script
// one types percents. The four number fields stay the truth; what they say is what is sent.

const AGAINST = { top: "bottom", bottom: "top", left: "right", right: "left" };
const LEAST = 10; // percent of a side that has to stay, as on the server

for (const form of document.querySelectorAll("form[data-crop]")) enliven(form);

function enliven(form) {
  const box = form.querySelector("[data-picture]");
  const fields = Object.fromEntries(Object.keys(AGAINST).map((edge) => [edge, form.elements[edge]]));
  const [shade, kept] = ["crop-shade", "crop-kept"].map(layer); // what stays; all around it is dimmed
  shade.append(kept);
  box.append(shade);
  const handles = Object.keys(AGAINST).map((edge) => handle(edge));
  box.append(...handles);
  for (const part of document.querySelectorAll("[data-without-crop]")) part.hidden = true;
  for (const part of document.querySelectorAll("[data-with-crop]")) part.hidden = false;
  show();

  function layer(name) {
    const made = document.createElement("div");
    made.className = name;
    return made;
  }

  function handle(edge) {
    const button = layer(`crop-edge is-${edge}`);
    button.tabIndex = 0;
    button.setAttribute("role", "slider");
    button.setAttribute("aria-label", box.dataset[edge]);
    button.setAttribute("aria-orientation", edge === "top" || edge === "bottom" ? "vertical" : "horizontal");
    button.setAttribute("aria-valuemin", 0);
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      button.focus();
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (button.hasPointerCapture(event.pointerId)) move(edge, under(edge, event));
    });
    button.addEventListener("keydown", (event) => {
      const to = stepped(edge, event);
      if (to === null) return;
      event.preventDefault();
      move(edge, to);
    });
    return button;
  }

  function under(edge, event) {
    const place = box.getBoundingClientRect();
    const across = ((event.clientX - place.left) / place.width) * 100;
    const down = ((event.clientY - place.top) / place.height) * 100;
    return { top: down, bottom: 100 - down, left: across, right: 100 - across }[edge];
  }

  function stepped(edge, event) {
    const step = event.shiftKey ? 10 : 1;
    const inwards = { top: "ArrowDown", bottom: "ArrowUp", left: "ArrowRight", right: "ArrowLeft" }[edge];
    const outwards = { top: "ArrowUp", bottom: "ArrowDown", left: "ArrowLeft", right: "ArrowRight" }[edge];
    if (event.key === "Home") return 0;
    if (event.key === "End") return 100;
    if (event.key === "PageUp") return value(edge) + 10;
    if (event.key === "PageDown") return value(edge) - 10;
    if (event.key === inwards) return value(edge) + step;
    return event.key === outwards ? value(edge) - step : null;
  }

  function value(edge) {
    return Number(fields[edge].value) || 0;
  }

  function move(edge, to) {
    fields[edge].value = Math.round(Math.min(Math.max(to, 0), most(edge)) * 10) / 10;
    show();
  }

  function most(edge) {
    return 100 - LEAST - value(AGAINST[edge]);
  }

  function show() {
    const edges = Object.keys(AGAINST);
    for (const edge of edges) kept.style.setProperty(edge, `${value(edge)}%`);
    edges.forEach((edge, n) => {
      const percent = Math.round(value(edge));
      handles[n].style.setProperty(edge, `${value(edge)}%`);
      handles[n].setAttribute("aria-valuemax", Math.floor(most(edge)));
      handles[n].setAttribute("aria-valuenow", percent);
      handles[n].setAttribute("aria-valuetext", box.dataset.value.replace("{percent}", percent));
    });
  }
}
