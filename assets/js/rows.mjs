// The whole row of a list leads where the link of its first cell leads.
for (const table of document.querySelectorAll("table[data-rows]")) {
  table.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, label, summary")) return;
    if (String(getSelection())) return;
    const link = event.target.closest("tbody tr")?.querySelector("th a");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) open(link.href);
    else link.click();
  });
}
