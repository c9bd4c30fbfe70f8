// The page of a job: asks the same address every 3 s, moves the bar, says the words at most
// every 10 s. <section data-poll="/jobs/7?part=1"> holds <progress> and a role=status line.
const page = document.querySelector("[data-poll]");
const bar = page?.querySelector("progress");
const line = page?.querySelector("[role=status]");
let spoken = 0;

async function ask() {
  let job;
  try {
    const answer = await fetch(page.dataset.poll, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    job = await answer.json();
  } catch {
    setTimeout(ask, 10000);
    return;
  }
  bar.max = job.total;
  bar.value = job.done;
  if (job.finished || Date.now() - spoken >= 10000) {
    line.textContent = job.text;
    spoken = Date.now();
  }
  if (job.finished) await showEnd();
  else setTimeout(ask, 3000);
}

// A finished job has other buttons: they come without moving the reader.
async function showEnd() {
  const answer = await fetch(location.href).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  const main = document.querySelector("main");
  if (!fresh) return;
  const lost = main.contains(document.activeElement);
  main.replaceChildren(...fresh.childNodes);
  if (lost) main.focus();
}

if (page?.dataset.poll) setTimeout(ask, 1000); // most are over by then
