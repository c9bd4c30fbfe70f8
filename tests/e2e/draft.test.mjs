// A draft of pairs beyond the path: rules of its own, what would help those alone, and one change tried
// while the slider moves. The demo's draft is taken back from its publishing, so that it can be asked.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { narrow, open, shot, sideways, signIn, startBrowser, startServer, violations, wide } from "./lib.mjs";

const execute = promisify(execFile);
let server, browser, programme, draft;

async function sql(statement) {
  const program = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); r = d.execute(sys.argv[2]).fetchall(); d.commit(); print(r[0][0] if r else '')";
  return (await execute("/usr/bin/python3", ["-c", program, join(server.data, "nastavnik.db"), statement])).stdout.trim();
}

before(async () => {
  server = await startServer({ people: 150 });
  browser = await startBrowser();
  const run = await sql("SELECT id FROM run ORDER BY n_pairs DESC LIMIT 1");
  await sql(`UPDATE run SET state = 'draft', version = 1 WHERE id = ${run}`);
  programme = `/programmes/${await sql(`SELECT programme_id FROM run WHERE id = ${run}`)}`;
  draft = `/drafts/${run}`;
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// The page in both widths: right for axe, not wider than the window.
async function looked(storageState, path, name) {
  const found = [];
  for (const viewport of [wide, narrow]) {
    const { context, page, faults } = await open(browser, server, { viewport, storageState });
    await page.goto(path);
    for (const more of await page.locator("form details:not([open]) > summary").all()) await more.click();
    await shot(page, `${name} ${viewport.width}`);
    found.push(...(await violations(page)).map((words) => `${path}: ${words}`), ...faults);
    if ((await sideways(page)) > 0) found.push(`${path}: sideways at ${viewport.width}`);
    await context.close();
  }
  assert.deepEqual(found, []);
}

async function asCurator() {
  const opened = await open(browser, server);
  await signIn(opened.page, "куратор");
  return opened;
}

test("the usual rules are a short page; others fold out, are kept and stand on the draft", async () => {
  const { context, page } = await asCurator();
  await page.goto(`${programme}/drafts`);
  assert.equal(await page.getByText("Устойчивые пары").isVisible(), false);
  await looked(await context.storageState(), `${programme}/drafts`, "draft rules");
  await page.goto(`${draft}/variant`);
  await page.getByText("Дополнительно").click();
  await page.getByRole("radio", { name: "Устойчивые пары" }).check();
  await page.waitForURL((url) => url.searchParams.get("s_mode") === "stable");
  await page.getByRole("radio", { name: "Сначала ближние" }).check();
  await page.locator("#outcome").getByText("сочетается только с целью «больше пар»").waitFor();
  await page.getByRole("radio", { name: "По баллу" }).check();
  await page.locator("#outcome-head").waitFor();
  await looked(await context.storageState(), `${draft}/variant?s_mode=stable&s_near=any`, "draft variant");
  await context.close();
});

test("who is alone is told what would help, and can try it", async () => {
  const { context, page } = await asCurator();
  await page.goto(`${draft}?show=alone`);
  await looked(await context.storageState(), `${draft}?show=alone`, "draft alone");
  const room = page.locator("main li", { hasText: "Ещё одно место" }).first();
  await room.getByRole("link", { name: /^Что это изменит.*Ещё одно место/ }).click();
  await page.getByRole("heading", { name: "Что будет, если" }).waitFor();
  const pairs = async () => Number(await page.locator("#outcome .facts b").first().innerText());
  const one = await pairs();
  await looked(await context.storageState(), new URL(page.url()).pathname + new URL(page.url()).search, "draft try");
  // The slider moves, and only the pairs that change stand there.
  await page.locator("#places").fill("0");
  await page.waitForURL((url) => url.searchParams.get("places") === "0");
  await page.locator("#outcome:not([aria-busy])").waitFor();
  assert.ok((await pairs()) < one);
  const rows = await page.locator("#result tbody tr").count();
  const head = await page.locator("#outcome-head").innerText();
  assert.equal(head.match(/\d+/)[0], String(rows));
  await page.reload();
  assert.equal(await page.locator("#outcome-head").innerText(), head);
  // A pair that is tried can be kept.
  await page.goto(`${draft}?show=alone`);
  await page.getByRole("link", { name: /^Что это изменит.*Закрепить пару/ }).first().click();
  await page.getByRole("button", { name: "Закрепить пару" }).click();
  await page.getByText("Отметки изменились").waitFor();
  await context.close();
});

test("the draft says who got pairs, and a pair what each side gave up", async () => {
  const { context, page } = await asCurator();
  await looked(await context.storageState(), draft, "draft whole");
  await page.goto(draft);
  await page.getByRole("heading", { name: "О наборе в целом" }).waitFor();
  await page.locator("tbody th a").first().click();
  await page.locator("#why").getByText(/лучшей пары нет|больше подходит/).first().waitFor();
  await page.locator("#why").getByRole("link", { name: "Что изменит ещё одно место у наставника" }).click();
  await page.getByRole("heading", { name: "Что будет, если" }).waitFor();
  await context.close();
});
