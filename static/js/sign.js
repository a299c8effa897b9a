// form[data-sign]: signs the ticked permits one after another, each in its own request, and shows how each went in its
// row. The passphrase stays in its field while that lasts and is emptied afterwards. Without JavaScript the form itself
// is sent and the server does the same.

for (const form of document.querySelectorAll("form[data-sign]")) {
  const passphrase = form.elements.passphrase;
  const button = form.querySelector("button.button");
  const words = form.dataset;
  if (!passphrase) continue;
  const panel = button.closest(".panel");

  const ticked = () => [...form.querySelectorAll("[data-permit]")].filter((row) => row.querySelector("[name=permit]:checked"));
  const count = () => {
    const n = ticked().length;
    if (!n) return;
    button.textContent = n === 1 ? words.one : words.many.replace("{n} ", `${n}\u00a0`);
  };
  form.addEventListener("change", count);
  const unsigned = () => form.querySelectorAll("[data-state]").length - form.querySelectorAll("[data-state] .is-done").length;
  const offer = () => {
    panel.hidden = !form.querySelector("[data-permit]"); // until the first letter can be read
    form.querySelector("[data-none-ready]").hidden = !panel.hidden || !unsigned();
    count();
  };
  document.addEventListener("htmx:load", offer);
  count();

  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    const rows = ticked();
    if (!rows.length || !passphrase.value) return refuse(rows.length ? words.empty : words.none);
    refuse("");
    busy = true;
    let kept = false;
    for (const row of rows) {
      const result = await sign(row);
      show(row, result);
      kept = result.lost;
      if (result.stop) {
        refuse(result.sentence);
        break;
      }
    }
    if (!kept) passphrase.value = ""; // after a lost connection "Coba lagi" needs it once more
    busy = false;
    offer();
    left();
  });

  function left() {
    const title = form.querySelector("h1");
    title.textContent = title.textContent.replace(/\d+/, unsigned());
    if (!panel.hidden) return;
    title.tabIndex = -1;
    title.focus();
  }

  async function sign(row) {
    tell(row, "is-ours", "clock", words.working);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("passphrase", passphrase.value);
    try {
      const answer = await fetch(row.dataset.permit, { method: "POST", body, redirect: "error" });
      return await answer.json();
    } catch {
      return { done: false, lost: true, sentence: words.lost };
    }
  }

  function show(row, result) {
    if (result.done) {
      row.querySelector("[name=permit]").closest("label").replaceWith(name(row));
      delete row.dataset.permit;
      return tell(row, "is-done", "ok", result.sentence);
    }
    tell(row, "is-bad", "no", result.sentence);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "action";
    again.textContent = words.again;
    again.addEventListener("click", () => {
      for (const other of ticked()) if (other !== row) other.querySelector("[name=permit]").checked = false;
      row.querySelector("[name=permit]").checked = true;
      count();
      if (passphrase.value) form.requestSubmit();
      else passphrase.focus();
    });
    row.querySelector("[data-state]").append(again);
  }

  function name(row) {
    const line = document.createElement("p");
    line.append(row.querySelector("b"));
    return line;
  }

  function tell(row, kind, icon, sentence) {
    const sprite = document.querySelector("svg.icon use, svg.crest use").getAttribute("href").split("#")[0];
    const tag = document.createElement("span");
    tag.className = `tag ${kind}`;
    tag.setAttribute("role", "status");
    tag.append(picture(`${sprite}#${icon}`), sentence);
    const state = row.querySelector("[data-state]");
    const letter = kind === "is-done" ? null : state.querySelector("a");
    state.replaceChildren(...[letter, tag].filter(Boolean));
  }

  function picture(href) {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawn.setAttribute("class", "icon");
    drawn.setAttribute("viewBox", "0 0 24 24");
    drawn.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", href);
    drawn.append(use);
    return drawn;
  }

  function refuse(sentence) {
    const line = document.getElementById("passphrase-error");
    line.hidden = !sentence;
    line.querySelector("span").textContent = sentence;
    line.closest(".field").classList.toggle("wrong", Boolean(sentence));
    if (sentence) passphrase.focus();
  }
}
