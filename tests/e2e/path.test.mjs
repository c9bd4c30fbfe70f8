// The first path, walked by four people: on SQLite, on PostgreSQL, without JavaScript. The walk on
// SQLite looks at every page in each scheme and width.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { newDatabase, startBrowser, startServer } from "./lib.mjs";
import { toPairs } from "./path-pairs.mjs";
import { toRegistries } from "./path.mjs";
import { writeRegistries } from "./registries.mjs";

const steps = [...toRegistries, ...toPairs];
const execute = promisify(execFile);
const awkward = fileURLToPath(new URL("../data/make_registries.py", import.meta.url));
let registries;

before(async () => {
  registries = await mkdtemp(join(tmpdir(), "nastavnik-registries-"));
  await execute("/usr/bin/python3", [awkward, registries]);
  await writeRegistries(registries);
});

after(() => rm(registries, { recursive: true }));

async function walk(t, { database, ...options }) {
  const server = await startServer({ database });
  const browser = await startBrowser();
  const world = { browser, server, registries, ...options };
  try {
    for (const step of steps) {
      let walked = false;
      await t.test(step.name, async () => {
        await step(world);
        walked = true;
      });
      if (!walked) break; // the next steps begin where this one ends
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

// Each takes minutes: they walk side by side.
test("the path", { concurrency: true }, (t) => Promise.all([
  t.test("on SQLite, every page in every look", (t) => walk(t, { looks: true })),
  t.test("on PostgreSQL", async (t) => walk(t, { database: await newDatabase() })),
  t.test("without JavaScript", (t) => walk(t, { javaScriptEnabled: false })),
]));
