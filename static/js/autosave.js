// form[data-autosave=URL]: saves while one types. Words come from the data of [data-saved] (templates/parts/saved.html).
// What could not be saved is kept in sessionStorage until the server has something newer. The answer is any 2xx, with
// the hour of saving in X-Saved-At; a redirect or 401 means that the session ended.

const PAUSE = 1500;
const WAITS = [3000, 6000, 12000, 30000];
const ARRIVED = performance.getEntriesByType("navigation")[0] ?? { type: "navigate", responseStart: 0 };

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);

function autosave(form) {
  const line = form.querySelector("[data-saved]");
  const key = `isian:${form.dataset.autosave}`;
  let timer, sending = false, changed = false, failures = 0, leaving = false, ended = false;

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE));
  form.addEventListener("focusout", (event) => {
    const sends = event.relatedTarget?.type === "submit"; // what the answer redraws would move the button under the finger
    if (changed && !failures && !ended && !sends) save(); // nor must a tap on "Masuk" redraw it
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    if (changed || sending) store(); // the sign-in page may come instead of the next section
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && changed) save(true); });
  addEventListener("online", () => { if (changed) save(); });
  // what was typed before this script had come; after "back" it is the browser's memory and may be old
  const early = new Set(ARRIVED.type === "navigate" ? [...form.elements].filter(differs).map((field) => field.name) : []);
  if (!restore() && early.size) later(PAUSE);

  function later(wait) {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save(last = false) {
    if (sending || leaving) return;
    clearTimeout(timer);
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    sending = true;
    changed = false;
    let response;
    try {
      response = await fetch(form.dataset.autosave, {
        method: "POST", body: new URLSearchParams(body), redirect: "manual", keepalive: last === true,
        headers: { "X-Autosave": "1" },
      });
    } catch {
      response = null;
    }
    sending = false;
    if (leaving) return;
    if (response?.ok) done(response);
    else if (response && (response.type === "opaqueredirect" || response.status === 401)) keep("signedOut", true);
    else if (response && response.status >= 400 && response.status < 500) keep("refused", false);
    else retry();
  }

  function done(response) {
    const again = failures > 0;
    failures = 0;
    ended = false;
    if (!changed) sessionStorage.removeItem(key);
    const time = response.headers.get("X-Saved-At") || clock();
    say("check", again ? line.dataset.again : line.dataset.done.replace("{time}", time));
    if (changed) later(PAUSE);
  }

  function retry() {
    keep("lost", false);
    timer = setTimeout(save, WAITS[Math.min(failures++, WAITS.length - 1)]);
  }

  function keep(word, signIn) {
    changed = true;
    ended = signIn;
    store();
    say("loop", line.dataset[word], true);
    if (signIn) {
      const link = document.createElement("a");
      link.href = `/masuk/?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = line.dataset.signIn;
      line.append(" ", link);
    }
  }

  function store() {
    const values = [...new FormData(form)].filter(([name, value]) => !(value instanceof File) && name !== "csrfmiddlewaretoken");
    // the server's clock, since phones are often wrong; it was read before the answer began, however long that took
    const at = Number(line.dataset.now) + (performance.now() - ARRIVED.responseStart) / 1000;
    try { sessionStorage.setItem(key, JSON.stringify({ at, values })); } catch { /* full or forbidden: the page still holds them */ }
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(key));
    if (!kept) return false;
    if (Number(line.dataset.savedAt) >= kept.at) {
      sessionStorage.removeItem(key);
      return false;
    }
    const values = new Map();
    for (const [name, value] of kept.values) values.set(name, [...(values.get(name) ?? []), value]);
    if (form.elements.versi && values.has("versi") && values.get("versi")[0] !== form.elements.versi.value) {
      bring(kept.values);
      return true;
    }
    form.dispatchEvent(new CustomEvent("rows", { detail: new Set([...values.keys(), ...early]) })); // rows.js
    for (const field of form.elements) {
      if (!field.name || early.has(field.name) || field.type === "file" || field.type === "hidden") continue;
      const own = values.get(field.name) ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
      else if (own.length) field.value = own[0];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    say("check", line.dataset.restored);
    save();
    return true;
  }

  // typed into a page of an older form, which may have asked what this one does not: the server knows both
  function bring(values) {
    leaving = true;
    const old = document.createElement("form");
    old.method = "post";
    old.action = form.dataset.autosave;
    for (const [name, value] of [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ...values]) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      old.append(input);
    }
    old.hidden = true;
    document.body.append(old);
    old.submit();
  }

  function say(icon, text, bad = false) {
    line.classList.toggle("is-bad", bad);
    const words = document.createElement("span");
    words.textContent = text;
    line.replaceChildren(words);
    const picture = document.querySelector("svg.icon")?.cloneNode(true);
    const use = picture?.querySelector("use");
    if (!use) return;
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
    line.prepend(picture);
  }
}

function differs(field) {
  if (field.type === "select-one") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.type !== "file" && field.value !== field.defaultValue;
}

function clock() {
  const hour = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Jakarta" };
  return `${new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "id-ID", hour).format(new Date())} WIB`;
}
