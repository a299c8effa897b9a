// Loaded by upload.js. One file on its way (tus 1.0.0): shrunk, counted, announced, and sent piece by piece until all of
// it is there. A `job` has form, words (its data), token, ended, and draws itself: say(), progress(), about.

const LONG_SIDE = 2600, SHRINK_FROM = 1024 ** 2, QUALITY = 0.85;
const SMALLEST = 64 * 1024, FIRST = 256 * 1024, LARGEST = 2 * 1024 ** 2; // bytes of a piece
const SECONDS_A_PIECE = 4, STALLED = 60_000;
const WAITS = [1000, 2000, 4000, 8000, 15_000];
const MODEST = 60_000; // bytes a second, where nothing better is known
const begun = []; // this page's own unfinished uploads

// "" when it is there, else the sentence that says why not
export async function send(job, chosen) {
  const { words, form } = job;
  job.say(words.preparing);
  const file = await shrunk(chosen, form.querySelector("input[type=file]").accept);
  if (!file.size) return words.empty;
  if (file.size > Number(words.max)) return words.tooLarge.replace("{size}", megabytes(file.size));
  let sha256;
  try {
    sha256 = await hash(file);
  } catch {
    return words.unreadable;
  }
  job.file = file;
  const about = `${file.name}, ${megabytes(file.size)}`;
  job.about.textContent = file === chosen
    ? words.expected.replace("{file}", about).replace("{time}", duration(words, file.size / speed()))
    : words.shrunk.replace("{file}", about).replace("{size}", megabytes(chosen.size));
  job.progress(0);
  const mark = `${chosen.name}|${chosen.size}|${chosen.lastModified}`;
  for (let again = 0; ; again++) {
    const url = (!again && stopped(job, file, sha256, mark)) || await create(job, file, sha256);
    if (!url || job.ended) return job.refusal ?? "";
    begun.push({ url, size: file.size, sha256, tus: words.tus });
    keep(url, mark);
    const refusal = await transfer(job, url);
    if (refusal === null) continue; // it is not there any more: once more from the start
    keep(url, null);
    return refusal;
  }
}

function stopped(job, file, sha256, mark) {
  const known = [...JSON.parse(job.words.stopped || "[]"), ...begun.filter((one) => one.tus === job.words.tus)];
  return known.find((one) => one.size === file.size && (sha256 ? one.sha256 === sha256 : kept(one.url) === mark))?.url;
}

async function create(job, file, sha256) {
  const described = { filename: file.name, sha256, photo: "photo" in job.words ? "1" : "" };
  const metadata = Object.entries(described).filter(([, value]) => value).map(([key, value]) => `${key} ${base64(value)}`).join();
  for (let failures = 0, odd = 0; !job.ended; ) {
    const answer = await ask(job, job.words.tus, { method: "POST", headers: { "Upload-Length": file.size, "Upload-Metadata": metadata } });
    if (answer?.status === 201) return answer.headers.get("Location");
    if (answer && !(await mended(job, answer.status))) {
      if (answer.headers.get("Tus-Resumable") && answer.status < 500) {
        job.refusal = (await answer.text()) || job.words.refused;
        return "";
      }
      if (++odd === 2) return giveUp(job);
    }
    if (!answer || answer.status >= 500) await lost(job, failures++);
  }
  return "";
}

async function transfer(job, url) {
  if (!(await library(job))) return giveUp(job);
  return new Promise((done) => {
    let stall, started = false;
    const upload = new window.tus.Upload(job.file, {
      uploadUrl: url,
      chunkSize: Math.min(Math.max(speed() * SECONDS_A_PIECE, FIRST), LARGEST),
      retryDelays: Array.from({ length: 10_000 }, (_, n) => WAITS[Math.min(n, WAITS.length - 1)]),
      headers: { "X-CSRFToken": job.token },
      storeFingerprintForResuming: false,
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const again = status === 0 || status >= 500 || [409, 423, 429].includes(status);
        if (again && ![409, 423].includes(status)) job.say(job.words.lost);
        return again;
      },
      onProgress: (sent, total) => {
        clearTimeout(stall);
        if (sent < total) stall = setTimeout(smaller, STALLED);
        measure(job, sent);
        if (started) job.progress(sent / total);
        started = true;
      },
      onChunkComplete: (_size, accepted) => {
        job.accepted = accepted;
        upload.options.chunkSize = Math.min(Math.max(speed() * SECONDS_A_PIECE, SMALLEST), LARGEST);
      },
      onSuccess: () => end(""),
      onError: async (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        if (job.ended) return end("");
        if (await mended(job, status)) {
          upload.options.headers = { "X-CSRFToken": job.token };
          return go();
        }
        if (status === 404 || status === 410) return end(null);
        end(error.originalResponse?.getBody() || job.words.refused);
      },
    });
    const go = () => { job.measured = null; started = false; if (!job.paused && !job.ended) upload.start(); };
    const again = () => { upload.abort().then(go); };
    const smaller = () => { // nothing has moved for a minute, whatever the phone says about its signal
      upload.options.chunkSize = SMALLEST;
      job.say(job.words.lost);
      again();
    };
    const end = (answer) => {
      clearTimeout(stall);
      removeEventListener("online", again);
      job.pause = job.stop = null;
      job.buttons[0].hidden = true;
      done(answer);
    };
    job.pause = (paused) => {
      clearTimeout(stall);
      job.paused = paused;
      if (paused) upload.abort().then(() => job.say(job.words.paused));
      else go();
    };
    job.stop = () => upload.abort().then(() => ask(job, url, { method: "DELETE", keepalive: true })).then(() => end(""));
    job.buttons[0].hidden = false;
    addEventListener("online", again);
    go();
  });
}

// a new token, or the sign-in that has to come first; false when the answer says something else
async function mended(job, status) {
  if (status !== 401 && status !== 403) return false;
  for (let asked = 0; !job.ended; asked++) {
    const row = await ask(job, job.form.action);
    const out = row && (row.headers.get("HX-Redirect") || row.status === 401);
    if (row?.ok && !out) {
      const page = new DOMParser().parseFromString(await row.text(), "text/html");
      job.token = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? job.token;
      job.renewed = (job.renewed ?? 0) + 1;
      return status === 401 || job.renewed <= 3;
    }
    if (out) job.signedOut();
    await Promise.race([wait(15_000), new Promise((look) => addEventListener("focus", look, { once: true }))]);
  }
  return false;
}

export function ask(job, address, options = {}) {
  const headers = { "HX-Request": "true", "Tus-Resumable": "1.0.0", "X-CSRFToken": job.token, ...options.headers };
  return fetch(address, { redirect: "manual", ...options, headers }).catch(() => null);
}

export async function lost(job, failures) {
  job.say(job.words.lost);
  const milliseconds = WAITS[Math.min(failures, WAITS.length - 1)];
  await Promise.race([wait(milliseconds), new Promise((look) => addEventListener("online", look, { once: true }))]);
}

function giveUp(job) {
  job.plain = job.ended = true;
  return "";
}

async function library(job) {
  for (let failures = 0; !window.tus && failures < 5; failures++) {
    const loaded = await new Promise((done) => {
      const script = document.createElement("script");
      script.src = job.words.library;
      script.addEventListener("load", () => done(true));
      script.addEventListener("error", () => done(false));
      document.head.append(script);
    });
    if (!loaded) await lost(job, failures);
    if (!loaded && !navigator.onLine) failures--;
  }
  return window.tus?.isSupported;
}

// --- before it is sent

async function shrunk(file, accept) {
  const original = document.querySelector("[data-original] input")?.checked;
  if (original || file.size <= SHRINK_FROM || !/^image\//.test(file.type) || !accept.includes("image/jpeg")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!small || small.size >= file.size) return file;
    return new File([small], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
  } catch { // HEIC outside Safari, or no picture at all: the server looks at it as it is
    return file;
  }
}

async function hash(file) {
  const bytes = await file.arrayBuffer();
  if (!crypto.subtle) return "";
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// --- how fast

function measure(job, sent) {
  const now = performance.now(), last = job.measured;
  if (!last || sent < last.sent) return void (job.measured = { now, sent });
  if (now - last.now < 1000) return;
  const current = (sent - last.sent) / ((now - last.now) / 1000);
  job.measured = { now, sent };
  if (current > 0) remember("unggahan:laju", Math.round(0.7 * (Number(recall("unggahan:laju")) || current) + 0.3 * current));
}

export function speed() {
  return Number(recall("unggahan:laju")) || (navigator.connection?.downlink ?? 0) * 1e6 / 8 / 3 || MODEST;
}

export function duration(words, seconds) {
  if (seconds < 55) return words.seconds.replace("{n}", Math.max(5, Math.ceil(seconds / 5) * 5));
  return words.minutes.replace("{n}", Math.round(seconds / 60) || 1);
}

function keep(url, mark) {
  try {
    if (mark) localStorage.setItem(`unggahan:${url}`, mark);
    else localStorage.removeItem(`unggahan:${url}`);
  } catch { /* forbidden: the hash alone tells which file it was */ }
}

function kept(url) {
  try { return localStorage.getItem(`unggahan:${url}`); } catch { return null; }
}

function remember(key, value) { try { sessionStorage.setItem(key, value); } catch { /* not now, then */ } }

function recall(key) { try { return sessionStorage.getItem(key); } catch { return null; } }

function megabytes(bytes) {
  const language = document.documentElement.lang;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(Math.max(0.1, bytes / 1024 ** 2))}\u00a0MB`;
}

function wait(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
