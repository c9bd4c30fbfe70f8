import { open, signIn, startBrowser } from "./lib.mjs";
const server = { base: "http://127.0.0.1:8108" };
const browser = await startBrowser();
const { page, context } = await open(browser, server);
await signIn(page, "куратор");
const paths = process.argv.slice(2);
for (const p of paths) {
  const times = [];
  for (let i = 0; i < 12; i++) {
    const q = p.replace("PLACES", String(i % 6));
    const t = performance.now();
    const r = await context.request.get(q);
    await r.body();
    times.push((performance.now() - t).toFixed(1));
    if (r.status() !== 200) console.log(r.status());
  }
  console.log(p, times.join(" "));
}
await browser.close();
