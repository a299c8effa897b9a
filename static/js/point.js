// [data-point]: a button that writes the place of this device into the field. Without this script one types it.

for (const field of document.querySelectorAll("[data-point]")) {
  if (navigator.geolocation && isSecureContext) offer(field);
}

function offer(field) {
  const input = field.querySelector("input");
  const button = field.querySelector("button");
  const line = field.querySelector("[role=status]");
  const say = (text) => { line.textContent = text; };
  button.hidden = false;
  button.addEventListener("click", () => {
    say(line.dataset.searching);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        input.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true }));
        say(line.dataset.found.replace("{m}", Math.max(1, Math.round(coords.accuracy))));
      },
      (error) => say(error.code === error.PERMISSION_DENIED ? line.dataset.refused : line.dataset.failed),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
    );
  });
}
