// input[data-group="4"] or "4 4 4 4": digits are shown in groups after one leaves the field. Pasting and typing are
// never touched while the field has the focus; the server reads digits with or without spaces.

const GROUPED = "input[data-group]";

for (const input of document.querySelectorAll(GROUPED)) if (input !== document.activeElement) show(input);
document.addEventListener("focusout", ({ target }) => { if (target.matches?.(GROUPED)) show(target); }); // also in rows added later

function show(input) {
  const digits = input.value.replace(/[\s.-]/g, "");
  if (/^\d+$/.test(digits)) input.value = grouped(digits, input.dataset.group.split(" ").map(Number));
}

export function grouped(digits, sizes) {
  const groups = [];
  for (let at = 0, n = 0; at < digits.length; n++) {
    const size = sizes[Math.min(n, sizes.length - 1)];
    groups.push(digits.slice(at, at + size));
    at += size;
  }
  return groups.join(" ");
}
