// «Показать» beside a password: <div class="with"><input type="password" data-reveal></div>
for (const input of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  button.className = "btn";
  button.textContent = input.dataset.reveal;
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", input.id);
  said.className = "vh";
  said.setAttribute("role", "status");
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    said.textContent = shown ? input.dataset.shown : input.dataset.hidden;
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
  input.after(button, said);
}
