// A whole year in one school, on SQLite and on PostgreSQL.
import { test } from "node:test";
import { newDatabase, startBrowser, startServer } from "./lib.mjs";
import { steps as september } from "./year.mjs";
import { autumn } from "./year-autumn.mjs";
import { spring } from "./year-spring.mjs";

const steps = [...september, ...autumn, ...spring];

// What stands on every screen: said when a step fails.
async function screens(browser) {
  for (const page of browser.contexts().flatMap((context) => context.pages()))
    console.log(`# ${page.url()}\n${await page.locator("main").innerText().catch(() => "")}`.replaceAll("\n", "\n# "));
}

async function live(t, database) {
  const server = await startServer({ database, clock: "2026-09-01 06:00" });
  const browser = await startBrowser();
  const world = { browser, server };
  try {
    for (const step of steps) {
      let lived = false;
      await t.test(step.name, async () => {
        await step(world);
        lived = true;
      });
      if (lived) continue;
      await screens(browser);
      break; // the next month begins where this one ends
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

// Each takes minutes: they live side by side.
test("a year", { concurrency: true }, (t) => Promise.all([
  t.test("on SQLite", (t) => live(t)),
  t.test("on PostgreSQL", async (t) => live(t, await newDatabase())),
]));
