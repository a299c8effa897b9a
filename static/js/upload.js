// form[data-upload=ID][data-tus=URL]: sends what is chosen, in pieces that survive a bad connection, shows progress in
// the element ID and puts the server's answer in its place. Words come from the data of the form (parts/upload.html).
// A stopped upload goes on when the same file is chosen again: the server lists it in [data-stopped] of the form.
// How a file travels is in sending.js.

const jobs = new Map(); // ID of the element -> what is being sent there
let code; // sending.js, asked for as soon as there is a form

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-upload]");
  if (form && event.target.type === "file" && event.target.files.length) sendAll(form, [...event.target.files]);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-drop]");
  if (button) forget(button);
});
document.addEventListener("htmx:beforeSwap", (event) => { // an answer that comes late must not take an upload away
  if (jobs.has(event.detail.target.id)) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:load", enliven);
document.addEventListener("htmx:afterSettle", (event) => tell(event.target));
const news = live();
enliven();

function enliven() {
  for (const form of document.querySelectorAll("form[data-upload]:not(.live-form)")) {
    if (form.querySelector("input[type=file]").files.length) continue; // chosen before this script came: keeps its button
    form.classList.add("live-form");
    form.parentElement.classList.add("live");
    code ??= import(form.dataset.sending).catch(() => { code = null; });
  }
  for (const one of document.querySelectorAll("[data-drop][hidden], [data-original][hidden]")) one.hidden = false;
}

async function sendAll(form, files) {
  if (jobs.has(form.dataset.upload)) return;
  const job = await jobOf(form);
  if (!job.code) return form.submit(); // no pieces here: the whole file as every browser sends it
  jobs.set(form.dataset.upload, job);
  const refusals = [];
  draw(job);
  try {
    for (const [index, file] of files.entries()) {
      job.title = files.length > 1 ? job.words.nth.replace("{n}", index + 1).replace("{total}", files.length) : "";
      const refusal = await job.code.send(job, file);
      if (refusal && !job.ended) refusals.push(files.length > 1 ? `${file.name}: ${refusal}` : refusal);
      if (job.ended) break;
    }
  } catch {
    refusals.push(job.words.refused);
  }
  if (job.plain) return form.submit();
  const fresh = files.length > refusals.length || job.ended ? await exchange(job) : null;
  jobs.delete(form.dataset.upload);
  if (job.ended) news.textContent = job.words.cancelled;
  else if (refusals.length) refuse(fresh?.querySelector("form[data-upload]") ?? form, refusals.join(" "));
}

async function jobOf(form) {
  const job = { form, words: form.dataset, ended: false, token: form.elements.csrfmiddlewaretoken?.value ?? "" };
  code ??= import(form.dataset.sending).catch(() => { code = null; });
  job.code = await code;
  job.say = (sentence) => say(job, sentence);
  job.progress = (share) => progress(job, share);
  job.signedOut = () => signedOut(job);
  return job;
}

// what the server says now, in place of the element
async function exchange(job) {
  let answer;
  for (let failures = 0; !(answer = await job.code.ask(job, job.form.action))?.ok; failures++) {
    if (answer && answer.status < 500) return location.reload();
    await job.code.lost(job, failures);
  }
  const old = document.getElementById(job.words.upload);
  const fresh = part(await answer.text(), job.words.upload);
  if (!fresh) return location.reload();
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  jobs.delete(job.words.upload);
  window.htmx?.process(fresh);
  enliven();
  if (focused) fresh.querySelector("a, button, input")?.focus();
  tell(fresh);
  fresh.dispatchEvent(new Event("unggahan", { bubbles: true })); // what counts uploads asks the server again
  return fresh;
}

async function forget(button) {
  const form = button.closest("[id]").querySelector("form[data-upload]");
  const job = await jobOf(form);
  await job.code?.ask(job, button.dataset.drop, { method: "DELETE" });
  if (job.code) await exchange(job);
}

// --- what one sees and hears

function draw(job) {
  const state = stateOf(job.form);
  const [text, about] = [document.createElement("p"), document.createElement("p")];
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  text.id = `${job.words.upload}-maju`;
  about.className = "hint";
  bar.setAttribute("aria-labelledby", text.id);
  const pause = button(job.words.pause, () => {
    job.pause?.(!job.paused);
    pause.textContent = job.paused ? job.words.resume : job.words.pause;
  });
  const cancel = button(job.words.cancel, () => {
    job.ended = true;
    job.stop?.();
  });
  pause.hidden = true;
  const buttons = document.createElement("div");
  buttons.className = "actions";
  buttons.append(pause, cancel);
  Object.assign(job, { text, about, bar, buttons: [pause, cancel] });
  const focused = job.form.contains(document.activeElement);
  state.replaceChildren(text, bar, about, buttons);
  job.form.hidden = true;
  if (focused) cancel.focus();
}

function progress(job, share) {
  job.bar.value = Math.floor(share * 100);
  const left = (job.file.size * (1 - share)) / job.code.speed();
  const sentence = share === 1 ? job.words.sent : left > 2 ? job.words.left : job.words.progress;
  say(job, sentence.replace("{percent}", job.bar.value).replace("{time}", job.code.duration(job.words, left)));
}

function say(job, sentence) {
  if (!job.text) return;
  job.text.textContent = [job.title, sentence].filter(Boolean).join(": ");
  if (sentence !== job.said && [job.words.lost, job.words.paused].includes(sentence)) news.textContent = sentence;
  job.said = sentence;
}

function signedOut(job) {
  const link = Object.assign(document.createElement("a"), { textContent: job.words.signIn });
  link.href = `/masuk/?next=${encodeURIComponent(location.pathname)}`;
  say(job, job.words.signedOut);
  job.text.append(" ", link);
}

function refuse(form, sentence) {
  const words = document.createElement("p");
  words.className = "error-line";
  words.setAttribute("role", "alert");
  words.textContent = sentence;
  stateOf(form).replaceChildren(words);
  form.hidden = false;
  form.querySelector("input[type=file]").value = "";
}

// a verdict that came by itself is read aloud, with its reason; the row says what it is about
function tell(row) {
  const verdict = row.querySelector?.(":scope > [data-state] .tag")?.textContent.trim();
  const title = row.querySelector?.("h3")?.firstChild?.textContent.trim();
  if (!verdict || !title || row.querySelector("[hx-get]:not([data-quiet])")) return;
  const why = [...row.querySelectorAll(":scope > [data-state] > p:not(.hint, :has(.tag))")].map((line) => line.textContent.trim());
  const said = [`${title}: ${verdict}${why.length ? "." : ""}`, ...why].join(" ");
  news.textContent = said === news.textContent ? `${said}\u00a0` : said; // the same once more is news as well
  row.dispatchEvent(new Event("unggahan", { bubbles: true }));
}

function live() {
  const region = document.createElement("p");
  region.className = "unseen";
  region.setAttribute("role", "status");
  document.body.append(region);
  return region;
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "action", textContent: words });
  made.addEventListener("click", act);
  return made;
}

function part(html, id) {
  return new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html").getElementById(id);
}

function stateOf(form) {
  const row = document.getElementById(form.dataset.upload);
  return row.querySelector("[data-state]") ?? row;
}
