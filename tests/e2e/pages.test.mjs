// Pages open to everybody: they are right in each look and width, and cheap.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bytes, looks, narrow, open, shot, sideways, startBrowser, startServer, violations, wide } from "./lib.mjs";

let server, browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const pages = {
  styleguide: "/styleguide",
  login: "/login",
  view: "/accessibility",
  statement: "/accessibility/statement",
  about: "/about",
  pairing: "/pairing",
  privacy: "/privacy",
  help: "/help",
  missing: "/no-such-page",
};

for (const look of looks) {
  for (const viewport of [wide, narrow]) {
    test(`public pages, ${look.name}, ${viewport.width}`, async () => {
      const { context, page, faults } = await open(browser, server, { look, viewport });
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await page.evaluate(() => document.fonts.ready);
        await shot(page, `${name}-${look.name}-${viewport.width}`);
        assert.deepEqual(await violations(page), [], path);
        assert.equal(await sideways(page), 0, `${path} scrolls sideways`);
        assert.equal(await page.locator("h1").count(), 1, path);
      }
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}

test("320 px and 200 % together do not scroll sideways", async () => {
  const look = looks.find((l) => l.name === "white-on-black-200");
  const { context, page } = await open(browser, server, { look, viewport: { width: 320, height: 640 } });
  for (const path of Object.values(pages)) {
    await page.goto(path);
    assert.equal(await sideways(page), 0, path);
  }
  await context.close();
});

test("the view is chosen without JavaScript, comes back where it began, and can be undone", async () => {
  const { context, page } = await open(browser, server, { javaScriptEnabled: false });
  await page.goto("/help");
  await page.getByRole("link", { name: "Версия для слабовидящих" }).click();
  await page.getByLabel("Очень крупный (200 %)").check();
  await page.getByLabel("Белым по чёрному").check();
  await page.getByRole("button", { name: "Применить" }).click();
  assert.equal(new URL(page.url()).pathname, "/help");
  const html = page.locator("html");
  assert.equal(await html.getAttribute("data-size"), "200");
  assert.equal(await html.getAttribute("data-scheme"), "white-on-black");
  assert.equal(await html.getAttribute("data-lv"), "two");

  await page.goto("/accessibility");
  assert.ok(await page.getByLabel("Очень крупный (200 %)").isChecked());
  await page.getByRole("button", { name: "Вернуть обычный вид" }).click();
  assert.equal(await html.getAttribute("data-scheme"), null);
  assert.equal(await html.getAttribute("data-size"), null);
  await context.close();
});

test("the keyboard meets the skip link first and it leads to the content", async () => {
  const { context, page } = await open(browser, server);
  await page.goto("/help");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "К содержанию" });
  assert.ok(await skip.evaluate((link) => link === document.activeElement));
  assert.ok(await skip.isVisible());
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await context.close();
});

test("a failed form leads from its summary to the fields and keeps what was typed", async () => {
  const { context, page } = await open(browser, server);
  await page.goto("/styleguide");
  assert.match(await page.title(), /^Ошибка: /);
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains("errors")));
  const links = page.locator(".errors a");
  assert.ok((await links.count()) >= 5);
  for (const link of await links.all()) {
    const target = (await link.getAttribute("href")).slice(1);
    assert.equal(await page.locator(`[id="${target}"]`).count(), 1, target);
    const words = await link.textContent();
    assert.ok((await page.locator(`[id="${target}-error"]`).textContent()).endsWith(words), words);
  }
  assert.equal(await page.locator("#birth").inputValue(), "31.02.2013");
  assert.equal(await page.locator("#birth").getAttribute("aria-invalid"), "true");
  await context.close();
});

test("a password can be shown and says so", async () => {
  const { context, page } = await open(browser, server);
  await page.goto("/styleguide");
  const button = page.getByRole("button", { name: "Показать" }).and(page.locator("[aria-pressed]"));
  await button.click();
  assert.equal(await page.locator("#password").getAttribute("type"), "text");
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  assert.equal(await page.getByText("Пароль показан").count(), 1);
  await context.close();
});

test("the first visit costs at most 60 KB, a later page at most 20 KB", async () => {
  const { context, page } = await open(browser, server);
  const first = await bytes(context, page, "/login");
  const later = await bytes(context, page, "/help");
  assert.ok(first <= 60 * 1024, `${first} bytes`);
  assert.ok(later <= 20 * 1024, `${later} bytes`);
  console.log(`# first visit ${first} bytes, a later page ${later} bytes`);
  await context.close();
});
