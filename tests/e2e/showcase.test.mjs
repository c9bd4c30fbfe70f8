// The section «Наставничество» for everybody: opened by the coordinator, shown to a stranger as far
// as the consents go, put into a frame on another site, and emptied when a consent is withdrawn.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { everyLook, follow, narrow, open, press, sideways, signIn, startBrowser, startServer } from "./lib.mjs";

const photograph = fileURLToPath(new URL("../fuzz/corpus/photo/turned.jpg", import.meta.url));
let browser, server;

before(async () => {
  browser = await startBrowser();
  server = await startServer({ people: 60 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const text = async (page) => (await page.locator("main").innerText()).replaceAll("\u00a0", " ");

// Another site shows the fragment in a frame, and a link in it opens in the whole window.
async function inAFrame(address, name) {
  const site = createServer((_, answer) => {
    answer.setHeader("Content-Type", "text/html; charset=utf-8");
    answer.end(`<!doctype html><title>Школа</title><iframe src="${address}/fragment" title="Наставничество"></iframe>`);
  });
  await new Promise((ready) => site.listen(0, "127.0.0.1", ready));
  const { page } = await open(browser, server);
  await page.goto(`http://127.0.0.1:${site.address().port}/`);
  const frame = page.frameLocator("iframe");
  await frame.getByText(name).waitFor();
  await Promise.all([page.waitForURL(address), frame.getByRole("link", { name: "Открыть раздел целиком" }).click()]);
  site.close();
}

// A signed document of the register is put out, read by a stranger, and goes with its cancellation.
test("a signed regulation stands on the page until it is cancelled", async () => {
  const { page, faults } = await open(browser, server);
  await signIn(page, "куратор");
  await follow(page, "Вместе к олимпиаде");
  const papers = `${page.url().replace(/[?#].*/, "")}/papers`;
  await page.goto(`${papers}/kind?kind=order_introduction`);
  await press(page, "Внести в реестр");
  assert.equal(await page.getByRole("link", { name: "Показать на странице для всех" }).count(), 0);
  const scan = join(server.data, "скан.png");
  await writeFile(scan, Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(64)]));
  await page.locator("input[type=file]").setInputFiles(scan);
  await press(page, "Загрузить скан");
  await press(page, "Отметить подписанным");
  const paper = page.url();
  await follow(page, "Показать на странице для всех");
  assert.match(await text(page), /страница организации сейчас закрыта/i);
  await page.getByRole("checkbox", { name: "Опубликовать" }).check();
  await press(page, "Сохранить для страницы");
  assert.match(await text(page), /Проверьте, кто назван в документе/);
  assert.deepEqual(await everyLook(page, "paper-public-error"), []);
  await page.getByRole("radio", { name: /Подписанный скан/ }).check();
  await page.getByRole("checkbox", { name: /^Все, кто назван/ }).check();
  await press(page, "Сохранить для страницы");
  assert.match(await text(page), /Документ есть на странице для всех/);
  await page.goto(`${papers}/kind?kind=regulation`);
  await press(page, "Внести в реестр");
  await press(page, "Отметить подписанным");
  await follow(page, "Показать на странице для всех");
  await page.getByRole("checkbox", { name: "Опубликовать" }).check();
  await press(page, "Сохранить для страницы");

  await page.goto(paper);
  await follow(page, "Изменить показ");
  await follow(page, "Страница для всех");
  await page.getByRole("checkbox", { name: "Страница открыта для всех" }).check();
  await press(page, "Сохранить страницу");
  assert.deepEqual(await everyLook(page, "showcase-desk-documents"), []);
  const address = await page.getByRole("link", { name: /\/mentoring\/\d{9}$/ }).getAttribute("href");

  const stranger = await open(browser, server, { viewport: narrow, acceptDownloads: true });
  await stranger.page.goto(address);
  assert.match(await text(stranger.page), /Положение о программе наставничества\s+№ 1 от [^,]+, PDF, \d+ КБ/);
  assert.match(await text(stranger.page), /Приказ о внедрении[^№]+№ 1 от [^,]+, PNG/);
  assert.equal(await sideways(stranger.page), 0);
  assert.deepEqual(await everyLook(stranger.page, "showcase-documents"), []);
  const [file] = await Promise.all([
    stranger.page.waitForEvent("download"), stranger.page.getByRole("link", { name: /^Положение/ }).click(),
  ]);
  assert.equal((await readFile(await file.path())).subarray(0, 5).toString(), "%PDF-");

  await page.goto(paper);
  await page.locator("summary", { hasText: "Отменить документ" }).click();
  await page.getByLabel("Почему отменяется").fill("Вышел новый");
  await press(page, "Отменить документ");
  await stranger.page.goto(address);
  assert.doesNotMatch(await text(stranger.page), /Приказ о внедрении/);
  assert.deepEqual([...faults, ...stranger.faults], []);
});

test("a school shows its mentoring, and a withdrawn consent takes a person away at once", async () => {
  const { page, faults } = await open(browser, server);
  await signIn(page, "куратор");
  await page.goto(page.url().replace(/\/programmes$/, ""));
  await follow(page, "Страница для всех");
  const desk = page.url();
  await page.getByLabel(/^О наставничестве у вас/).fill("Старшие помогают младшим.\n\nПриходите.");
  await page.getByLabel(/^К кому обращаться/).fill("Куратор, кабинет 12");
  await page.getByRole("checkbox", { name: "Страница открыта для всех" }).check();
  await press(page, "Сохранить страницу");
  assert.match(await text(page), /Страница открыта для всех/);
  const address = await page.getByRole("link", { name: /\/mentoring\/\d{9}$/ }).getAttribute("href");

  await follow(page, /Добавить в команду/);
  await page.getByRole("radio", { name: /Команда/ }).check();
  await page.getByLabel(/^Должность/).fill("Куратор, учитель физики");
  await page.locator("input[type=file]").setInputFiles({ name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("это не картинка") });
  await press(page, "Сохранить для страницы");
  assert.match(await text(page), /Это не фотография JPEG/);
  assert.equal(await page.getByLabel(/^Должность/).inputValue(), "Куратор, учитель физики");
  assert.deepEqual(await everyLook(page, "showcase-person-error"), []);
  await page.locator("input[type=file]").setInputFiles(photograph);
  await press(page, "Сохранить для страницы");
  assert.match(await text(page), /Нет согласия на публикацию/);
  assert.deepEqual(await everyLook(page, "showcase-desk"), []);

  const stranger = await open(browser, server, { viewport: narrow });
  await stranger.page.goto(address);
  assert.match(await text(stranger.page), /Старшие помогают младшим/);
  assert.equal(await stranger.page.getByRole("heading", { name: "Команда" }).count(), 0);

  await follow(page, /Изменить/);
  const name = (await page.locator(".lead").innerText()).trim();
  await follow(page, "Записать согласие на публикацию");
  const consents = page.url();
  await page.locator("li").filter({ hasText: "Публикация" }).getByRole("link", { name: /Записать согласие/ }).click();
  await page.getByRole("checkbox", { name: "Фамилия, имя, отчество" }).check();
  await page.getByRole("checkbox", { name: "Фотография" }).check();
  await page.getByRole("radio", { name: /^Участник/ }).check();
  await page.getByLabel(/^Имя на документе/).fill(name);
  await page.getByLabel(/^День согласия/).fill("01.09.2026");
  await press(page, "Продолжить");
  if (/это взрослый|нужны/.test(await text(page))) assert.fail(await text(page));
  assert.match(await text(page), /Фамилия, имя, отчество; Фотография/);
  await press(page, "Записать согласие");

  await page.goto(desk);
  await follow(page, "Добавить историю");
  await press(page, "Добавить историю");
  assert.match(await text(page), /Назовите историю/);
  await page.getByLabel(/^О чём история/).fill("Робот для музея");
  await page.getByLabel(/^Что было/).fill("За полгода пара собрала робота-экскурсовода.");
  await page.getByRole("radio", { name: "Человека по ней не узнать" }).check();
  await press(page, "Добавить историю");

  await stranger.page.goto(address);
  assert.match(await text(stranger.page), new RegExp(name));
  assert.match(await text(stranger.page), /робота-экскурсовода/);
  assert.doesNotMatch(await text(stranger.page), /учитель физики/); // a post was not consented to
  assert.equal(await stranger.page.locator("img.portrait").evaluate((i) => i.complete && i.naturalHeight), 120);
  assert.equal(await sideways(stranger.page), 0);
  assert.deepEqual(await everyLook(stranger.page, "showcase"), []);
  await inAFrame(address, name);

  await page.goto(consents);
  await follow(page, "Записать отзыв");
  await press(page, "Записать отзыв");
  await stranger.page.goto(address);
  assert.doesNotMatch(await text(stranger.page), new RegExp(name));
  assert.equal(await stranger.page.locator("img.portrait").count(), 0);
  assert.deepEqual([...faults, ...stranger.faults], []);
});

// A lesson of the log comes to the page with the teacher's consent and goes with it.
test("an open lesson is published by consent", async () => {
  const { page, faults } = await open(browser, server);
  await signIn(page, "куратор организации");
  const [unit] = /\/units\/\d+/.exec(page.url());
  await page.goto(`${unit}/showcase`);
  assert.match(await text(page), /<iframe src="[^"]+\/fragment" title="Наставничество"/);
  assert.deepEqual(await everyLook(page, "showcase-desk-embed"), []);
  const address = await page.getByRole("link", { name: /\/mentoring\/\d{9}$/ }).getAttribute("href");
  await page.goto(`${unit}/programmes`);
  await follow(page, "Учитель – учитель");
  await page.goto(`${page.url().replace(/[?#].*/, "")}/lessons`);
  await follow(page, /Дроби вокруг нас/);
  const lesson = page.url();
  assert.match(await text(page), /без него урок опубликовать нельзя/);
  const teacher = /Педагог\s+(\S+ \S+ \S+)/.exec(await text(page))[1];
  await follow(page, "Согласия педагога");
  const consents = page.url();
  await page.locator("li").filter({ hasText: "Публикация" }).getByRole("link", { name: /Записать согласие/ }).click();
  await page.getByRole("checkbox", { name: "Фамилия, имя, отчество" }).check();
  await page.getByRole("radio", { name: /^Участник/ }).check();
  await page.getByLabel(/^Имя на документе/).fill(teacher);
  await page.getByLabel(/^День согласия/).fill("01.09.2026");
  await press(page, "Продолжить");
  await press(page, "Записать согласие");
  await page.goto(lesson);
  assert.match(await text(page), /Отметки и листы посетителей не публикуются/);
  await press(page, "Опубликовать урок");
  assert.deepEqual(await everyLook(page, "lesson-published"), []);

  const stranger = await open(browser, server, { viewport: narrow });
  await stranger.page.goto(address);
  const seen = await text(stranger.page);
  assert.match(seen, new RegExp(`Математика, 7 «Б»\\. Дроби вокруг нас\\s+[^\\n]+\\s+Педагог — ${teacher}`));
  assert.doesNotMatch(seen, /27 из 30/);
  assert.match(seen, /\d+ пар завершили работу/);
  assert.match(seen, /ул\. Школьная, д\. 2\s+\+7 342 000.00.00\s+school2@example\.org/);
  assert.deepEqual(await everyLook(stranger.page, "showcase-lesson"), []);
  await page.goto(consents);
  await follow(page, "Записать отзыв");
  await press(page, "Записать отзыв");
  await stranger.page.goto(address);
  assert.doesNotMatch(await text(stranger.page), /Дроби вокруг нас/);
  assert.deepEqual([...faults, ...stranger.faults], []);
});
