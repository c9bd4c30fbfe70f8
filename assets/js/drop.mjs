// A file may be dropped on the card of its field: <div class="upload" data-drop><input type="file">.
for (const card of document.querySelectorAll("[data-drop]")) {
  const input = card.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    card.classList.toggle("over", on);
  };
  card.addEventListener("dragover", over(true));
  card.addEventListener("dragleave", over(false));
  card.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
