// Papers: what there is, what one lacks, the register with a scan, a template of one's own that
// is refused and taken, the organisation's details, cases of a name; without JavaScript too.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { everyLook, narrow, open, signIn, startBrowser, startServer, wide } from "./lib.mjs";

let browser, server;

before(async () => {
  browser = await startBrowser();
  server = await startServer({ people: 60 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function act(page, role, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole(role, { name }).first().click()]);
}
const press = (page, name) => act(page, "button", name);
const follow = (page, name) => act(page, "link", name);
const text = async (page) => (await page.locator("body").innerText()).replaceAll("\u00a0", " ");

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).first().click()]);
  return file.path();
}

for (const javaScriptEnabled of [true, false])
  test(`papers of a programme${javaScriptEnabled ? "" : ", without JavaScript"}`, async () => {
    const { context, page, faults } = await open(browser, server, {
      viewport: javaScriptEnabled ? wide : narrow, javaScriptEnabled, acceptDownloads: true,
    });
    const looks = async (name) => javaScriptEnabled && assert.deepEqual(await everyLook(page, name), []);
    await signIn(page, "куратор");
    await follow(page, "Вместе к олимпиаде");
    const home = page.url().replace(/[?#].*/, "");
    await page.goto(`${home}/papers`);
    await looks("papers");

    await follow(page, "Приказ о внедрении целевой модели наставничества");
    assert.match(await text(page), /Не хватает \d+ сведени/);
    await looks("paper-gaps");
    await follow(page, /Вписать.*куратор/);
    await page.getByLabel("Куратор: фамилия, имя, отчество").fill("Соколова");
    await press(page, "Сохранить сведения");
    assert.match(await text(page), /имя/);
    await looks("paper-answers-wrong");
    await page.getByLabel("Куратор: фамилия, имя, отчество").fill("Соколова Елена Петровна");
    await press(page, "Сохранить сведения");
    assert.match(await text(page), /Сведения сохранены/);

    await follow(page, "Сведения об организации для документов");
    await page.getByLabel(/Город или село/).fill("г. Кунгур");
    await page.getByLabel("Руководитель: фамилия, имя, отчество").fill("Рябов Лев Ильич");
    await looks("paper-unit");
    await press(page, "Сохранить сведения");
    assert.match(await text(page), /Сведения сохранены/);

    await page.goto(`${home}/papers/kind?kind=order_coordinator`);
    const docx = await readFile(await download(page, /DOCX/));
    assert.equal(docx.subarray(0, 2).toString(), "PK");
    const pdf = await readFile(await download(page, /PDF/));
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");

    await press(page, "Внести в реестр");
    assert.match(await text(page), /Документ внесён в реестр/);
    assert.match(await text(page), javaScriptEnabled ? /№ 1 от/ : /№ 2 от/);
    const picture = join(server.data, "скан.png");
    await writeFile(picture, "не картинка");
    await page.locator("input[type=file]").setInputFiles(picture);
    await press(page, "Загрузить скан");
    assert.match(await text(page), /не PDF, не JPEG и не PNG/);
    await looks("paper-scan-wrong");
    await writeFile(picture, Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(64)]));
    await page.locator("input[type=file]").setInputFiles(picture);
    await press(page, "Загрузить скан");
    assert.match(await text(page), /Скан загружен/);
    await press(page, "Отметить подписанным");
    assert.match(await text(page), /Подписан/);
    await looks("paper");
    if (!javaScriptEnabled) {
      await page.locator("summary", { hasText: "Отменить документ" }).click();
      await press(page, "Отменить документ");
      assert.match(await text(page), /Напишите причину/);
      await page.getByLabel("Почему отменяется").fill("Ошибка в номере");
      await press(page, "Отменить документ");
      assert.match(await text(page), /Отменён/);
    }
    await page.goto(`${home}/papers/register`);
    assert.match(await text(page), /Приказ о назначении куратора/);
    await looks("paper-register");

    await page.goto(`${home}/papers/template?kind=order_coordinator`);
    await looks("paper-template");
    const template = await readFile(await download(page, /Скачать шаблон/));
    assert.equal(template.subarray(0, 2).toString(), "PK");
    const own = join(server.data, "свой.docx");
    await writeFile(own, "это не документ");
    await page.locator("input[type=file]").setInputFiles(own);
    await press(page, "Загрузить шаблон");
    assert.match(await text(page), /не документ DOCX/);
    await looks("paper-template-wrong");
    await writeFile(own, template);
    await page.locator("input[type=file]").setInputFiles(own);
    await press(page, "Загрузить шаблон");
    assert.match(await text(page), /Шаблон: свой, версия/);
    await follow(page, "Шаблон документа");
    await press(page, "Вернуть стандартный шаблон");
    assert.match(await text(page), /Сейчас действует стандартный шаблон/);

    await page.goto(`${home}/papers/kind?kind=pd_consent`);
    await looks("paper-choose");
    await page.locator("main ul.list a").first().click();
    await page.waitForLoadState();
    assert.match(await text(page), /Сделать документ/);
    await follow(page, /Падежи имени/);
    await looks("paper-cases");
    await page.getByLabel("Кому?").fill("Ёлочкиной Анне Петровне");
    await press(page, "Сохранить формы имени");
    assert.match(await text(page), /Ёлочкиной Анне Петровне/);
    assert.deepEqual(faults, []);
    await context.close();
  });
