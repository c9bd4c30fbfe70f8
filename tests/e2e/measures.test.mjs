// What a school measures itself: typed into the table by the keyboard, refused at its cell, filled
// in as a spreadsheet, and seen in «До и после»; with and without JavaScript.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { act, book, everyLook, narrow, open, press, signIn, startBrowser, startServer, text, wide } from "./lib.mjs";

let browser, server, folder;

before(async () => {
  browser = await startBrowser();
  folder = await mkdtemp(join(tmpdir(), "nastavnik-measures-"));
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

const MARK = "Успеваемость по предметам (средний балл)";

// A table as an office program saves it: the rows of a book as CSV.
async function csv(name, rows) {
  const file = join(folder, name);
  await writeFile(file, "\ufeff" + rows.map((row) => row.map((cell) => cell ?? "").join(";")).join("\r\n"));
  return file;
}

for (const javaScriptEnabled of [true, false])
  test(`a school's measures${javaScriptEnabled ? "" : ", without JavaScript"}`, async () => {
    server = await startServer({ people: 120 });
    const { context, page, faults } = await open(browser, server, { viewport: javaScriptEnabled ? wide : narrow, javaScriptEnabled });
    const looks = async (name) => javaScriptEnabled && assert.deepEqual(await everyLook(page, name), []);
    await signIn(page, "куратор");
    await act(page, "link", "Старшие помогают младшим");
    const home = page.url();
    await page.goto(`${home}/monitoring`);
    await act(page, "link", "Показатели школы");
    await looks("measures");
    await act(page, "link", "Сколько кружков, секций и объединений посещает"); // one fits a phone
    assert.equal(await page.getByLabel(`: ${MARK}, до`).count(), 0);
    await page.setViewportSize(narrow);
    assert.ok(await page.evaluate(() => document.documentElement.scrollHeight) < 5000, "a short page on a phone");
    await looks("measures-one");
    await page.setViewportSize(javaScriptEnabled ? wide : narrow);
    await act(page, "link", "Все показатели");

    const cells = page.getByLabel(`: ${MARK}, до`);
    const rows = await cells.count();
    assert.ok(rows >= 8, `${rows} people`);
    await cells.first().focus();
    for (let i = 0; i < 6; i++) { // before and after of six people, by the keyboard alone
      await cells.nth(i).focus();
      await page.keyboard.type(`3,${i}`);
      await page.keyboard.press("Tab");
      await page.keyboard.type(`4,${i}5`);
    }
    await cells.nth(6).fill("11");
    await press(page, "Сохранить показатели");
    assert.match(await text(page), /«11» — нужно число от 1 до 5/);
    assert.equal(await cells.nth(0).inputValue(), "3,0");
    assert.equal(await page.locator("[aria-invalid=true]").count(), 1);
    await looks("measures-wrong");
    await cells.nth(6).fill("");
    await press(page, "Сохранить показатели");
    assert.match(await text(page), /Показатели сохранены/);
    assert.equal(await cells.nth(0).inputValue(), "3");
    await page.goto(`${home}/impact`);
    assert.match(await text(page), /\+1,05/);
    await looks("impact-measures");

    await page.goto(`${home}/measures`);
    const address = await page.getByRole("link", { name: "Скачать таблицу (XLSX)" }).getAttribute("href");
    const saved = join(folder, "measures.xlsx");
    const answer = await page.request.get(address);
    assert.equal(answer.status(), 200, address);
    await writeFile(saved, await answer.body());
    const [head, ...people] = Object.values(await book(saved))[0];
    assert.ok(people.length > 30, `${people.length} people`);
    const column = head.findIndex((name) => name.startsWith(MARK));
    assert.equal(people[5][column], 3.5);
    const wrong = people.map((row, i) => row.map((cell, k) => (k === column ? (i === 1 ? "5,5" : "4,1") : k > column + 1 ? "" : cell)));
    await page.locator("input[type=file]").setInputFiles(await csv("wrong.csv", [head, ...wrong]));
    await press(page, "Загрузить таблицу");
    assert.match(await text(page), /В таблице 1 ошибка, ничего не записано/);
    assert.match(await text(page), new RegExp(`${String.fromCharCode(65 + column)}3`));
    await looks("measures-file");
    const good = wrong.map((row) => row.map((cell) => (cell === "5,5" ? "5" : cell)));
    await page.locator("input[type=file]").setInputFiles(await csv("good.csv", [head, ...good]));
    await press(page, "Загрузить таблицу");
    assert.match(await text(page), /Загружены показатели: \d+ участ/);
    assert.equal(await cells.nth(0).inputValue(), "4,1");
    assert.deepEqual(faults, []);
    await context.close();
    await server.stop();
  });
