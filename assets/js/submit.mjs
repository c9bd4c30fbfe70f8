// The second press of a button does nothing. The server answers a repeated token with the first
// result anyway; this only says that the press was heard.
const pressed = new Map();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.method !== "post") return;
  if (pressed.has(form)) {
    event.preventDefault();
    return;
  }
  pressed.set(form, button && [button, button.textContent]);
  if (!button) return;
  // Only looks disabled: a really disabled button would not send its own name.
  button.setAttribute("aria-disabled", "true");
  if (button.dataset.busy) button.textContent = button.dataset.busy;
});

// «Назад» of the browser brings the page back as it was left: make the button live again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const was of pressed.values()) {
    if (!was) continue;
    was[0].removeAttribute("aria-disabled");
    was[0].textContent = was[1];
  }
  pressed.clear();
});
