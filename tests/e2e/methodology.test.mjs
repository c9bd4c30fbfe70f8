// The administrator reads a methodology with its marks, changes a row and a whole table, and
// publishes a new version; mistakes are said by line. In every look, and without JavaScript.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { everyLook, follow, open, press, signIn, startBrowser, startServer, text } from "./lib.mjs";

let browser, server;

before(async () => (browser = await startBrowser()));
after(async () => await browser?.close());

for (const javaScriptEnabled of [true, false])
  test(`a methodology is changed${javaScriptEnabled ? "" : ", without JavaScript"}`, async () => {
    server = await startServer({ people: 60 });
    const { context, page, faults } = await open(browser, server, { javaScriptEnabled, acceptDownloads: true });
    const looks = async (name) => javaScriptEnabled && assert.deepEqual(await everyLook(page, name), []);
    await signIn(page, "администратор системы");
    await page.goto("/profile");
    assert.ok(await page.locator('nav a[href="/methodology"]').count(), "the administrator's rail leads there");
    await page.goto("/methodology");
    await looks("methodology");
    await follow(page, /Целевая модель.*версия 1/);
    assert.match(await text(page), /требуют? подтверждения/);
    await looks("methodology-version");
    const version = page.url();

    await follow(page, "Критерии подбора пар");
    assert.match(await text(page), /Требует подтверждения/);
    await looks("methodology-table");
    assert.doesNotMatch(await text(page), /inferred|weight/);
    await follow(page, "Запрос и компетенции");
    await looks("methodology-row");
    await page.getByLabel("Вес").fill("много");
    await press(page, "Сохранить строку");
    await page.goto(version);
    assert.match(await text(page), /criteria\.tsv, строка 2/);
    assert.equal(await page.getByRole("button", { name: "Опубликовать новую версию" }).count(), 0);
    await looks("methodology-mistake");
    await press(page, "Отменить правку");

    await follow(page, "Критерии подбора пар");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Скачать файл/ }).click()]);
    const table = await readFile(await file.path(), "utf8");
    const path = join(server.data, "criteria.tsv");
    await writeFile(path, table.replace("\n", "\nодин\tдва\tтри\tчетыре\tпять\tшесть\tсемь\n"));
    await page.getByLabel("Файл TSV").setInputFiles(path);
    await press(page, "Загрузить файл");
    assert.match(await text(page), /строка 2: ячеек больше/);
    await looks("methodology-file-wrong");
    await writeFile(path, table.replace("\t45\t", "\t46\t"));
    await page.getByLabel("Файл TSV").setInputFiles(path);
    await press(page, "Загрузить файл");
    assert.match(await text(page), /Ошибок нет/);
    await looks("methodology-draft");
    await press(page, "Опубликовать новую версию");
    assert.match(await text(page), /Опубликована версия 1001/);
    await page.goto("/methodology");
    assert.match(await text(page), /версия 1001[^]*Действует[^]*версия 1[^]*Прежняя/);
    await page.goto(version);
    assert.match(await text(page), /прежняя версия/);
    assert.deepEqual(faults, []);
    await context.close();
    await server.stop();
  });
