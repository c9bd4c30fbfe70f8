// «Осталось 180 знаков» under a textarea: data-limit and the id of its live line in data-count.
// The line holds three plural forms in data-one, data-few, data-many and data-over for what is too much.
const rules = new Intl.PluralRules(document.documentElement.lang || "ru");

for (const area of document.querySelectorAll("textarea[data-count]")) {
  const line = document.getElementById(area.dataset.count);
  const limit = Number(area.dataset.limit);
  let timer;
  const write = () => {
    const left = limit - [...area.value].length;
    const form = left < 0 ? "over" : rules.select(left);
    line.textContent = (line.dataset[form] ?? line.dataset.many).replace("%d", Math.abs(left));
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(write, 400);
  });
}
