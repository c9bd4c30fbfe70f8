// A form answers while it is being changed: <form method="get" data-live="outcome result"> names the
// places of the page that follow. Without scripts its button does the same. One question at a time,
// ten a second at most; the last one counts. The address follows, so that reloading shows what is on
// the screen. Who listens hears the first place, in the status line "outcome-said", once the hand rests.
const between = 100;
const rest = 700;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const words = (place) =>
  [...place.querySelectorAll("h2, li")].map((part) => part.textContent.replace(/\s+/g, " ").trim()).join(". ");

for (const form of document.querySelectorAll("form[data-live]")) {
  const places = form.dataset.live.split(" ").map((id) => document.getElementById(id));
  const said = document.getElementById(`${places[0].id}-said`);
  let asking = false;
  let again = false;
  let timer;

  const ask = async () => {
    const query = `?${new URLSearchParams(new FormData(form))}`;
    const answer = await fetch(query);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = places.map(({ id }) => page.getElementById(id));
    // Another page (signed out, an error): show it as the button would have.
    if (!answer.ok || fresh.includes(null)) return location.assign(query);
    places.forEach((place, i) => place.replaceChildren(...fresh[i].childNodes));
    history.replaceState(null, "", query);
  };
  const follow = async () => {
    again = true;
    if (asking) return;
    asking = true;
    for (const place of places) place.setAttribute("aria-busy", "true");
    while (again) {
      again = false;
      await Promise.all([ask().catch(() => {}), pause(between)]); // no network: the next change asks again
    }
    for (const place of places) place.removeAttribute("aria-busy");
    asking = false;
    clearTimeout(timer);
    timer = setTimeout(() => (said.textContent = words(places[0])), rest);
  };

  form.addEventListener("input", ({ target }) => {
    const number = form.querySelector(`output[for="${target.id}"]`);
    if (number) number.textContent = target.value;
    clearTimeout(timer);
    follow();
  });
}
