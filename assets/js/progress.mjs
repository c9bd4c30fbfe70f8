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
  if (!job.finished) setTimeout(ask, 3000);
  else page.querySelector("[data-finished]")?.removeAttribute("hidden");
}

if (page) setTimeout(ask, 3000);
