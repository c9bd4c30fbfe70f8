// A sheet keeps every answer as it is given: <form data-keep="/sheet/answer"> with questions in
// [data-item]. One request at a time, the newest answer of each question; without a network, or
// when the server is busy, it is tried again. The button of the form sends everything once more, so nothing hangs on this.
const form = document.querySelector("form[data-keep]");
const said = form.querySelector("[data-keep-said]");
const waiting = new Map(); // number of the question → its element
let busy = false;
let count = 0;

function answerOf(question) {
  const data = new FormData();
  for (const name of ["_token", "key", "sheet"]) {
    const field = form.elements[name];
    if (field) data.set(name, field.value);
  }
  data.set("n", question.dataset.item);
  data.set("seq", String(++count)); // the same answer given again is another request
  for (const input of question.querySelectorAll("input, textarea, select")) {
    if (input.matches("[type=radio], [type=checkbox]") && !input.checked) continue;
    data.append(input.name[0], input.value);
  }
  return new URLSearchParams(data);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function send() {
  if (busy) return;
  busy = true;
  while (waiting.size) {
    const [n, question] = waiting.entries().next().value;
    waiting.delete(n);
    said.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: answerOf(question) });
      if (answer.status >= 500) throw new Error("busy");
      if (!answer.ok || answer.redirected) return location.reload(); // closed, sent, signed out: the page says which
      said.textContent = form.dataset.saved;
    } catch {
      if (!waiting.has(n)) waiting.set(n, question);
      said.textContent = form.dataset.lost;
      await pause(5000);
    }
  }
  busy = false;
}

const keep = (event) => {
  const question = event.target.closest("[data-item]");
  if (!question) return;
  waiting.set(question.dataset.item, question);
  send();
};

let timer;
form.addEventListener("change", keep);
form.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  clearTimeout(timer);
  timer = setTimeout(() => keep(event), 1000);
});
