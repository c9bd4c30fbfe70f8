// Each page loads this; the rest only where something on the page asks for it.
import "./submit.mjs";

const modules = {
  "textarea[data-count]": "counter",
  "[data-drop]": "drop",
  "details.menu": "menu",
  "button[data-key]": "keys",
  "form[data-keep]": "keep",
  "form[data-live]": "live",
  "[data-reveal]": "password",
  "[data-poll]": "progress",
  "table[data-rows]": "rows",
  "form[data-select]": "select",
};

for (const [selector, name] of Object.entries(modules)) {
  if (document.querySelector(selector)) import(`./${name}.mjs`);
}
