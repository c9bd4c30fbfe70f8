// The roadmap by itself: the stages that are on, a step ticked, dates moved, a stage left without
// an output and taken up again, the programme stopped and resumed, the sheet; without JavaScript.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  everyLook, follow, narrow, open, press, sideways, signIn, sound, startBrowser, startServer, text, wide,
} from "./lib.mjs";

let browser, server;

before(async () => {
  browser = await startBrowser();
  server = await startServer({ people: 60 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const javaScriptEnabled of [true, false])
  test(`a coordinator goes by the roadmap${javaScriptEnabled ? "" : ", without JavaScript"}`, async () => {
    const { context, page, faults } = await open(browser, server, { viewport: javaScriptEnabled ? wide : narrow, javaScriptEnabled });
    const looks = async (name) => javaScriptEnabled && assert.deepEqual(await everyLook(page, name), []);
    await signIn(page, "куратор");
    await follow(page, "Вместе к олимпиаде");
    const home = page.url();
    const ends = (await text(page)).match(/ – (\d\d\.\d\d\.\d{4})/)[1]; // of the programme: it stands first
    await looks("roadmap-late");
    assert.match(await text(page), /Просрочен 1 этап/);
    assert.match(await text(page), /Следующий шаг: Составить черновик пар/);

    await press(page, /Отметить: готово.*Закрепить пары приказом/);
    assert.match(await text(page), /сделано 1 из 4/);
    await press(page, /Снять отметку.*Закрепить пары приказом/);
    assert.match(await text(page), /сделано 0 из 4/);

    await follow(page, /Завершить этап или сдвинуть сроки/);
    await page.getByLabel("Завершить этап до").fill("1.1.2020");
    await press(page, "Сохранить сроки");
    assert.match(await text(page), /не может закончиться раньше/);
    await looks("roadmap-dates-wrong");
    await page.getByLabel("Завершить этап до").fill("01.06.2090");
    await press(page, "Сохранить сроки");
    assert.match(await text(page), /сроки этапа нужны внутри этого срока/);
    await page.getByLabel("Завершить этап до").fill(ends);
    await press(page, "Сохранить сроки");
    assert.doesNotMatch(await text(page), /Просрочен/);

    await follow(page, /Завершить этап или сдвинуть сроки/);
    await looks("roadmap-stage");
    await press(page, "Завершить этап");
    assert.match(await text(page), /Напишите причину/);
    await looks("roadmap-stage-wrong");
    await page.getByLabel("Причина").fill("Пары составили на бумаге");
    await press(page, "Завершить этап");
    assert.match(await text(page), /Завершён не полностью/);
    assert.match(await text(page), /Этап 6\. /);
    await looks("roadmap-left");

    await page.goto(home);
    await page.getByText("Шаги этапа").nth(4).click();
    await follow(page, /Открыть этап снова.*Формирование наставнических пар/);
    await page.getByLabel("Причина").fill("Пришли новые дети");
    await press(page, "Открыть этап снова");
    assert.match(await text(page), /Этап 5\. /);

    await follow(page, "История программы");
    assert.match(await text(page), /Завершён этап 5\. Не было готово: закреплённые пары/);
    assert.match(await text(page), /Пары составили на бумаге/);
    await page.getByLabel("Приостановить программу").check();
    await press(page, "Изменить состояние");
    assert.match(await text(page), /Напишите причину/);
    await looks("roadmap-state-wrong");
    await page.getByLabel("Причина", { exact: false }).fill("Карантин");
    await press(page, "Изменить состояние");
    await page.goto(home);
    assert.match(await text(page), /приостановлена/);
    assert.equal(await page.getByRole("button", { name: /Отметить: готово/ }).count(), 0);
    await looks("roadmap-suspended");
    await page.goto(`${home}/history`);
    await page.getByLabel("Возобновить программу").check();
    await press(page, "Изменить состояние");
    assert.match(await text(page), /Активна/);

    const sheet = await page.request.get(`${home}/roadmap.docx`);
    assert.equal(sheet.status(), 200);
    const file = join(server.data, "roadmap.docx");
    await writeFile(file, await sheet.body());
    await sound(file);
    await page.goto(home);
    if (javaScriptEnabled) assert.equal(await sideways(page), 0);
    assert.deepEqual(faults, []);
    await context.close();
    await server.stop(); // each walk on its own region
    server = await startServer({ people: 60 });
  });

test("the state of a mentor on a page of their own", async () => {
  const { context, page, faults } = await open(browser, server);
  await signIn(page, "куратор");
  await follow(page, "Вместе к олимпиаде");
  await page.goto(`${page.url()}/mentors?state=in_base`);
  await page.locator("tbody th a").first().click();
  assert.match(await text(page), /Кандидат/);
  assert.deepEqual(await everyLook(page, "participation-candidate"), []);
  await page.getByLabel("Отклонить").check();
  await press(page, "Изменить состояние");
  assert.match(await text(page), /Напишите причину/);
  assert.deepEqual(await everyLook(page, "participation-wrong"), []);
  await page.getByLabel("Взять на отбор").check();
  await press(page, "Изменить состояние");
  assert.match(await text(page), /Состояние «На отборе», было «Кандидат»/);
  assert.deepEqual(faults, []);
  await context.close();
});
