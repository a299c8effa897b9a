// form[data-upload=ID]: sends the file as soon as it is chosen, shows progress in the row ID, and puts the server's
// answer in its place. Words come from the data of the form (templates/parts/upload.html).

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-upload]");
  if (form && event.target.type === "file" && event.target.files.length) send(form, event.target.files[0]);
});
document.addEventListener("htmx:load", enliven);
enliven();

function enliven() {
  for (const form of document.querySelectorAll("form[data-upload]:not(.live-form)")) {
    if (form.querySelector("input[type=file]").files.length) continue; // chosen before this script came: keeps its button
    form.classList.add("live-form");
    form.parentElement.classList.add("live");
  }
}

function send(form, file) {
  const words = form.dataset;
  if (!file.size) return refuse(form, words.empty);
  if (file.size > Number(words.max)) return refuse(form, words.tooLarge.replace("{size}", size(file.size)));

  const request = new XMLHttpRequest();
  const { text, bar, cancel } = progress(form);
  const started = performance.now();
  cancel.addEventListener("click", () => request.abort());
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const share = event.loaded / event.total;
    const seconds = Math.ceil(((performance.now() - started) / 1000) * (1 / share - 1));
    bar.value = Math.round(share * 100);
    text.textContent = share === 1 ? words.sent
      : (seconds > 1 ? words.left : words.progress).replace("{percent}", bar.value).replace("{seconds}", seconds);
  });
  request.addEventListener("load", () => answer(form, request));
  request.addEventListener("error", () => refuse(form, words.failed));
  request.addEventListener("timeout", () => refuse(form, words.failed));
  request.addEventListener("abort", () => refuse(form, words.cancelled));
  const body = new FormData(form);
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(body);
}

function answer(form, request) {
  const signIn = request.getResponseHeader("HX-Redirect") ?? (request.status === 401 && `/masuk/?next=${encodeURIComponent(location.pathname)}`);
  if (signIn) return refuse(form, form.dataset.signedOut, signIn);
  const isPart = request.getResponseHeader("Content-Type")?.startsWith("text/html");
  if (!isPart || (request.status >= 400 && request.status !== 422)) return refuse(form, form.dataset.refused);
  const row = document.getElementById(form.dataset.upload);
  const fresh = new DOMParser().parseFromString(`<ul>${request.responseText}</ul>`, "text/html").getElementById(row.id);
  if (!fresh) return location.reload();
  row.replaceWith(fresh);
  window.htmx?.process(fresh);
  enliven();
  fresh.querySelector("a, button, input")?.focus();
  fresh.dispatchEvent(new Event("unggahan", { bubbles: true })); // what counts uploads asks the server again
}

function progress(form) {
  const state = stateOf(form);
  const text = document.createElement("p");
  text.id = `${form.dataset.upload}-maju`;
  text.textContent = form.dataset.progress.replace("{percent}", 0);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-labelledby", text.id);
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "action";
  cancel.textContent = form.dataset.cancel;
  state.replaceChildren(text, bar, cancel);
  form.hidden = true;
  cancel.focus();
  return { text, bar, cancel };
}

function refuse(form, sentence, signIn = "") {
  const words = document.createElement("p");
  words.className = "error-line";
  words.setAttribute("role", "alert");
  words.textContent = sentence;
  if (signIn) {
    const link = document.createElement("a");
    link.href = signIn;
    link.textContent = form.dataset.signIn;
    words.append(" ", link);
  }
  stateOf(form).replaceChildren(words);
  form.hidden = false;
  form.querySelector("input[type=file]").value = "";
}

function stateOf(form) {
  const row = document.getElementById(form.dataset.upload);
  return row.querySelector("[data-state]") ?? row;
}

function size(bytes) {
  const language = document.documentElement.lang;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1024 ** 2)} MB`;
}
