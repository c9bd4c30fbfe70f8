// Rows of a table with checkboxes: the box in the head selects the page, the count follows.
for (const form of document.querySelectorAll("form[data-select]")) {
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const head = form.querySelector("thead input[type=checkbox]");
  const count = form.querySelector("output");
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").classList.toggle("chosen", box.checked);
    if (count) count.textContent = count.dataset.text.replace("%d", chosen);
    if (head) {
      head.checked = chosen > 0 && chosen === boxes.length;
      head.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };
  if (head) {
    head.closest("label").hidden = false;
    head.addEventListener("change", () => {
      for (const box of boxes) box.checked = head.checked;
      show();
    });
  }
  form.addEventListener("change", show);
  show();
}
