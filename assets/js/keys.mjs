// Marks of a row by one key while the focus is in that row: <button data-key="KeyP">, the place of
// the key, so that both layouts work. Nothing is listened to elsewhere on the page.
for (const form of document.querySelectorAll("form[data-select]")) {
  const buttons = [...form.querySelectorAll("button[data-key]")];
  form.querySelector("[data-keys]")?.removeAttribute("hidden");
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const button = buttons.find((b) => b.dataset.key === event.code);
    const box = row.querySelector("input[type=checkbox]");
    if (!button || !box) return;
    for (const other of form.querySelectorAll("tbody input[type=checkbox]")) other.checked = other === box;
    event.preventDefault();
    button.click();
  });
}
