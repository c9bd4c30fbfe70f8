// A form of choices answers at once: <form method="get" data-live="#result">. Without scripts its
// button does the same. The address follows, so that reloading shows what is on the screen.
for (const form of document.querySelectorAll("form[data-live]")) {
  const place = document.querySelector(form.dataset.live);
  let last;
  const ask = async () => {
    last?.abort();
    last = new AbortController();
    const query = `?${new URLSearchParams(new FormData(form))}`;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(query, { signal: last.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(form.dataset.live);
      // Another page (signed out, an error): show it as the button would have.
      if (!answer.ok || !fresh) location.assign(query);
      place.replaceChildren(...fresh.childNodes);
      history.replaceState(null, "", query);
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    place.removeAttribute("aria-busy");
  };
  form.addEventListener("change", ask);
}
