// Every page that a role can reach by links is there, right for axe, never wider than the window,
// with one h1 and no fault in the console. A page that several roles see is looked at once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks, narrow, open, shot, sideways, signIn, startBrowser, startServer, violations, wide } from "./lib.mjs";

let server, browser;

before(async () => {
  server = await startServer({ people: 120 });
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const roles = [
  "куратор", "наставник", "наставляемый", "законный представитель", "администратор системы", "региональный оператор",
  "наблюдатель",
];
const seenBefore = new Set(); // kinds that were looked at

// One page of a kind: ids and the values of a query do not make another.
const kind = (url) => `${url.pathname.replace(/\d+/g, "N")}?${[...url.searchParams.keys()].sort()}`;
const limit = 160;

// The kinds of pages behind the links of one role, breadth first; lost: those that are not there.
async function pagesOf(page, base) {
  const seen = new Map([["/?", "/"]]);
  const lost = [];
  for (const path of seen.values()) {
    const answer = await page.goto(path, { waitUntil: "domcontentloaded" });
    if (answer.status() !== 200) lost.push(`${path}: ${answer.status()}`);
    for (const href of await page.locator("a[href]").evaluateAll((links) => links.map((a) => a.href))) {
      const url = new URL(href);
      const file = /\.\w+$|\/file$/.test(url.pathname) || url.origin !== base || url.pathname.startsWith("/styleguide");
      if (!file && seen.size < limit && !seen.has(kind(url))) seen.set(kind(url), url.pathname + url.search);
    }
  }
  const fresh = [...seen].filter(([name]) => !seenBefore.has(name));
  for (const [name] of fresh) seenBefore.add(name);
  return { paths: fresh.map(([, path]) => path), lost };
}

async function check(page, path, name) {
  await page.goto(path);
  await page.evaluate(() => document.fonts.ready);
  await shot(page, name);
  const found = (await violations(page)).map((words) => `${path}: ${words}`);
  const over = await sideways(page);
  if (over > 0) found.push(`${path}: ${over} px wider than the window`);
  if ((await page.locator("h1").count()) !== 1) found.push(`${path}: not one h1`);
  const ofUnits = /^\/units\/\d+\?key/.test(path); // regions are no secret
  if (!ofUnits && /[\u0400-\u04ff]/.test(decodeURIComponent(page.url()))) found.push(`${path}: a name in the address`);
  return found;
}

const slug = (path) => path.replace(/\d{6,}/g, "N").replace(/[^\w]+/g, "-").replace(/^-|-$/g, "") || "home";

for (const role of roles) {
  test(`pages of: ${role}`, async () => {
    const first = await open(browser, server);
    await signIn(first.page, role);
    const { paths, lost } = await pagesOf(first.page, server.base);
    const state = await first.context.storageState();
    await first.context.close();

    const found = [...lost];
    for (const [look, viewport] of [[looks[0], wide], [looks[3], narrow]]) {
      const { context, page, faults } = await open(browser, server, { look, viewport, storageState: state });
      for (const path of paths) {
        found.push(...(await check(page, path, `${role} ${slug(path)} ${look.name} ${viewport.width}`)));
      }
      found.push(...faults);
      await context.close();
    }
    assert.deepEqual(found, []);
  });
}

test("a list is walked forth and back without a name in its address", async () => {
  const { context, page } = await open(browser, server);
  await signIn(page, "куратор");
  await page.getByRole("link", { name: "Старшие помогают младшим" }).click();
  await page.getByRole("link", { name: "Наставляемые", exact: true }).first().click();
  const names = () => page.locator("tbody th").allTextContents();
  const first = await names();
  const seen = new Set(first);
  while (await page.getByRole("link", { name: "Дальше" }).count()) {
    await page.getByRole("link", { name: "Дальше" }).click();
    await page.waitForLoadState();
    for (const name of await names()) {
      assert.ok(!seen.has(name), `${name} twice`);
      seen.add(name);
    }
    assert.match(page.url(), /after=\d+$/);
  }
  assert.ok(seen.size > first.length);
  while (await page.getByRole("link", { name: "Назад" }).count()) {
    await page.getByRole("link", { name: "Назад" }).click();
    await page.waitForLoadState();
  }
  assert.deepEqual(await names(), first);
  await context.close();
});
