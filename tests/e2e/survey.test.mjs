// Questionnaires: a coordinator sends them, a mentee fills one by a link on a phone with and
// without JavaScript, is interrupted and goes on elsewhere, a mentor answers signed in; rates,
// paper, results that hide fewer than five, and a questionnaire of one's own that changes while
// answers come. On SQLite in every look, and on PostgreSQL.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  book, everyLook, follow, narrow, newDatabase, open, press, shot, sideways, signIn, startBrowser, startServer, text, wide,
} from "./lib.mjs";

let browser;

before(async () => {
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
});

// The job has sent them all when the page no longer speaks of it.
async function sent(page) {
  for (let i = 0; i < 100 && /рассылаются/.test(await text(page)); i++) {
    await page.waitForTimeout(100);
    await page.reload();
  }
  assert.doesNotMatch(await text(page), /рассылаются/);
}

// Answers everything on the open step; returns how many presses it took.
async function answerStep(page, mark) {
  let taps = 0;
  for (const question of await page.locator("[data-item]").all()) {
    const radios = question.locator("input[type=radio]");
    const choices = await radios.count();
    if (!choices) continue;
    await radios.nth(choices === 10 ? mark - 1 : 0).check();
    taps++;
  }
  return taps;
}

const finished = async (page) => /Спасибо, ответы приняты/.test(await text(page));

async function fillToTheEnd(page, mark) {
  let taps = 0, screens = 0;
  while (!(await finished(page))) {
    assert.ok(++screens < 20, await text(page));
    taps += await answerStep(page, mark);
    taps++;
    await press(page, /^(Дальше|Отправить ответы)$/);
  }
  return { taps, screens };
}

for (const postgres of [false, true])
  describe(`questionnaires on ${postgres ? "PostgreSQL" : "SQLite"}`, () => {
    let round, links, server;

    before(async () => {
      server = await startServer({ people: 60, database: postgres ? await newDatabase() : undefined });
    });

    after(() => server?.stop());

    const faultsOf = async (page, name) => (postgres ? [] : everyLook(page, name));

    test("a coordinator sends the questionnaires of the beginning", async () => {
      const { context, page, faults } = await open(browser, server);
      await signIn(page, "куратор");
      await follow(page, "Старшие помогают младшим");
      await follow(page, "Анкеты");
      assert.deepEqual(await faultsOf(page, "survey-none"), []);
      await follow(page, "Разослать анкеты на входе");
      await page.getByLabel("Принимать ответы до").fill("1.1.2020");
      await press(page, "Разослать анкеты");
      assert.match(await text(page), /Этот день уже прошёл/);
      assert.deepEqual(await faultsOf(page, "survey-new-wrong"), []);
      const day = new Date(Date.now() + 20 * 86400000);
      await page.getByLabel("Принимать ответы до").fill(day.toLocaleDateString("ru-RU"));
      await press(page, "Разослать анкеты");
      await sent(page);
      round = page.url();
      assert.match(await text(page), /Ответили 0 человек из \d+, 0 %/);
      assert.deepEqual(await faultsOf(page, "survey-round"), []);
      await follow(page, "Листы с QR-кодами");
      assert.deepEqual(await faultsOf(page, "survey-cards"), []);
      links = await page.locator(".qrcards .address").allInnerTexts();
      assert.ok(links.length > 10);
      await page.goto(round);
      await follow(page, "Кто ответил, кто нет");
      assert.deepEqual(await faultsOf(page, "survey-people"), []);
      assert.deepEqual(faults, []);
      await context.close();
    });

    for (const javaScriptEnabled of [true, false])
      test(`a mentee fills a sheet by a link on a phone${javaScriptEnabled ? "" : ", without JavaScript"}`, async () => {
        const link = new URL(links[javaScriptEnabled ? 0 : 1]);
        const path = link.pathname + link.search;
        const { context, page, faults } = await open(browser, server, { viewport: narrow, javaScriptEnabled });
        await page.goto(path);
        assert.match(await text(page), /Вопросы 1–4 из (19|20)/);
        assert.equal(await sideways(page), 0);
        if (javaScriptEnabled) assert.deepEqual(await faultsOf(page, "sheet-step"), []);
        await answerStep(page, 7);
        if (javaScriptEnabled) {
          await page.getByText("Ответ сохранён").waitFor();
          await page.waitForFunction(() => document.querySelector("[data-keep-said]").textContent === "Ответ сохранён");
        } else await press(page, "Дальше");
        await context.close(); // the telephone is put away

        const other = await open(browser, server, { viewport: narrow, javaScriptEnabled });
        await other.page.goto(path);
        assert.match(await text(other.page), /Вопросы 5–8/); // what was given is there
        await follow(other.page, "Назад");
        assert.equal(await other.page.locator("input[value='7']:checked").count(), 2);
        const { taps, screens } = await fillToTheEnd(other.page, 8);
        assert.ok(taps <= 24, `${taps} taps`);
        assert.ok(screens <= 5, `${screens} screens`);
        await other.page.goto(path);
        assert.ok(await finished(other.page));
        assert.deepEqual([...faults, ...other.faults], []);
        await other.context.close();
      });

    test("answers that arrive at once are all kept", async () => {
      const { context, page, faults } = await open(browser, server, { viewport: narrow });
      await page.goto(links[2]);
      const statuses = await page.evaluate(() => {
        const form = document.querySelector("form[data-keep]");
        const closed = [...form.querySelectorAll("[data-item]")].filter((question) => question.querySelector("[type=radio]"));
        return Promise.all(closed.map(async (question, i) => {
          const given = question.querySelector("[type=radio]");
          const body = new URLSearchParams({ n: question.dataset.item, seq: i, [given.name[0]]: given.value });
          for (const name of ["_token", "key", "sheet"]) body.set(name, form.elements[name].value);
          return (await fetch(form.dataset.keep, { method: "POST", body })).status;
        }));
      });
      assert.ok(statuses.length > 1 && statuses.every((status) => status === 200), `${statuses}`);
      await page.goto(`${links[2]}&step=1`);
      assert.equal(await page.locator("input[type=radio]:checked").count(), statuses.length);
      assert.deepEqual(faults, []);
      await context.close();
    });

    test("a parent answers about a child by a link, in two taps", async () => {
      const { context, page, faults } = await open(browser, server);
      await signIn(page, "куратор");
      await page.goto(`${round}/cards`);
      await follow(page, "Родителям");
      assert.deepEqual(await faultsOf(page, "survey-cards-parents"), []);
      const link = new URL(await page.locator(".qrcards .address").first().innerText());
      const phone = await open(browser, server, { viewport: narrow });
      await phone.page.goto(link.pathname + link.search);
      assert.match(await text(phone.page), /Анкета о вашем ребёнке: \p{L}+\. 2 вопроса/u);
      assert.deepEqual(await faultsOf(phone.page, "sheet-parent"), []);
      await phone.page.getByLabel("8", { exact: true }).check();
      await press(phone.page, "Отправить ответы");
      assert.match(await text(phone.page), /Спасибо, ответы приняты/);
      assert.deepEqual([...faults, ...phone.faults], []);
      await phone.context.close();
      await context.close();
    });

    test("a mentor answers signed in", async () => {
      const { context, page, faults } = await open(browser, server, { viewport: narrow });
      await signIn(page, "наставник");
      await page.goto("/notices");
      assert.match(await text(page), /Анкета на 4 минуты/);
      await page.goto("/sheets");
      assert.deepEqual(await faultsOf(page, "sheets"), []);
      await follow(page, "Анкетирование на входе");
      await fillToTheEnd(page, 9);
      await follow(page, "Мои анкеты");
      assert.match(await text(page), /Отправлена/);
      assert.deepEqual(faults, []);
      await context.close();
    });

    test("results wait for five; paper; the end of the round", async () => {
      const { context, page, faults } = await open(browser, server);
      await signIn(page, "куратор");
      await page.goto(round);
      assert.match(await text(page), /Ответили 4 человека из \d+/);
      await follow(page, "Смотреть итоги");
      assert.match(await text(page), /Итогов ещё нет/);
      await page.goto(round);
      await follow(page, "Внести ответы с бумаги");
      const rows = page.locator("tbody tr");
      await rows.first().locator("input.mark").nth(1).fill("11");
      await press(page, "Записать ответы");
      assert.match(await text(page), /Вопрос 3: «11» не подходит, нужно число от 1 до 10/);
      assert.deepEqual(await faultsOf(page, "survey-paper-wrong"), []);
      for (let i = 0; i < 6; i++) await rows.nth(i).locator("input.mark").nth(1).fill(String(4 + i));
      for (let i = 0; i < 6; i++) await rows.nth(i).locator("input.words").nth(1).fill(`Своими словами ${i}`);
      await press(page, "Записать ответы");
      assert.match(await text(page), /Записано 6 анкет/);
      await follow(page, "Напечатать бланк");
      await shot(page, "survey-blank");
      await page.goto(round);
      await press(page, "Закончить приём ответов");
      assert.match(await text(page), /Приём ответов закончен/);
      await follow(page, "Смотреть итоги");
      const seen = await text(page);
      assert.match(seen, /меньше 5/);
      assert.match(seen, /Своими словами 3/);
      assert.match(seen, /Меньше 5 ответов, не показываем/);
      assert.deepEqual(await faultsOf(page, "survey-results"), []);
      const table = await (await page.request.get(`${new URL(page.url()).pathname}.xlsx`)).body();
      await writeFile(join(server.data, "results.xlsx"), table);
      const cells = (await book(join(server.data, "results.xlsx")))["Итоги анкетирования"];
      const words = cells.map((row) => row[3]);
      assert.ok(words.includes("Своими словами 3"));
      assert.ok(words.includes("Меньше 5 ответов, не показываем."));
      for (const row of cells.filter((r) => typeof r[1] === "number" && typeof r[5] === "number"))
        assert.ok(seen.includes(`${row[4]}, ${row[5]} %`), JSON.stringify(row));
      await page.goto(links.at(-1));
      assert.match(await text(page), /Приём ответов закончен/);
      assert.deepEqual(faults, []);
      await context.close();
    });

    test("a questionnaire of one's own changes while answers come", async () => {
      const { context, page, faults } = await open(browser, server);
      const add = async (question, kind) => {
        await page.getByLabel("Вопрос", { exact: true }).fill(question);
        await page.getByLabel(kind).check();
        await press(page, "Добавить вопрос");
      };
      await signIn(page, "куратор");
      await follow(page, "Старшие помогают младшим");
      await follow(page, "Анкеты");
      await follow(page, "Анкеты этой программы");
      assert.deepEqual(await faultsOf(page, "builder-none"), []);
      await press(page, "Создать анкету");
      assert.match(await text(page), /Заполните поле/);
      await page.getByLabel("Название анкеты").fill("Как прошла осень");
      await page.getByLabel("Наставникам", { exact: true }).check();
      await press(page, "Создать анкету");
      // A «yes» is no mark of ten: it would count as the worst one.
      await page.getByLabel("Что измеряет").selectOption({ label: "Довольны совместной работой" });
      await add("Вы довольны?", "Да или нет");
      assert.match(await text(page), /Показатель измеряют оценкой от 1 до 10/);
      await page.getByLabel("Что измеряет").selectOption("");
      await add("Сколько раз вы виделись?", "Как часто");
      await add("Что мешало?", "Ответ своими словами");
      await add("Довольны ли вы осенью?", "Оценка от 1 до 10");
      await press(page, /Выше.*Довольны ли вы осенью/);
      await follow(page, "Посмотреть, как увидят участники");
      assert.deepEqual(await faultsOf(page, "builder-preview"), []);
      await follow(page, "К вопросам");
      await press(page, "Опубликовать анкету");
      assert.match(await text(page), /её можно рассылать/);
      const editor = page.url();
      await follow(page, "Старшие помогают младшим");
      await follow(page, "Анкеты");
      await follow(page, "Разослать свою анкету");
      await page.getByLabel("Какая анкета").selectOption({ label: "Как прошла осень" });
      await press(page, "Разослать анкеты");
      await sent(page);
      const own = page.url();
      await follow(page, "Листы с QR-кодами");
      const [first, second] = await page.locator(".qrcards .address").allInnerTexts();

      const reader = await open(browser, server, { viewport: narrow });
      await reader.page.goto(first);
      await reader.page.locator("[data-item='1'] input").first().check();
      await reader.page.getByText("Ответ сохранён").waitFor();

      await page.goto(editor);
      assert.match(await text(page), /На эту анкету уже отвечают/);
      assert.deepEqual(await faultsOf(page, "builder-answered"), []);
      await follow(page, /Изменить.*Сколько раз вы виделись/);
      await page.getByLabel("Вопрос", { exact: true }).fill("Как часто вы встречались?");
      await press(page, "Сохранить вопрос");
      await press(page, "Опубликовать анкету");
      assert.match(await text(page), /осталась с прежними вопросами/);

      await reader.page.reload();
      assert.match(await text(reader.page), /Сколько раз вы виделись/);
      await reader.page.goto(second);
      assert.match(await text(reader.page), /Как часто вы встречались/);
      assert.deepEqual([...faults, ...reader.faults], []);

      // A link can be taken away, and a new one made.
      await page.goto(own);
      await follow(page, "Кто ответил, кто нет");
      await follow(page, /^Ссылка/);
      await shot(page, "survey-link");
      const url = await page.locator(".address").innerText();
      await press(page, "Отозвать ссылку");
      await reader.page.goto(url);
      assert.match(await text(reader.page), /Ссылка не действует/);
      await press(page, "Сделать ссылку");
      await reader.page.goto(await page.locator(".address").innerText());
      assert.match(await text(reader.page), /Здравствуйте/);
      await reader.context.close();
      await context.close();
    });

    test("in English a mentor is no name of the program", async () => {
      const { context, page } = await open(browser, server);
      await signIn(page, "куратор");
      const speak = async (code) => {
        await page.goto("/language");
        await page.locator(`input[value=${code}]`).check();
        await Promise.all([page.waitForNavigation(), page.locator("main form button").first().click()]);
      };
      await speak("en");
      await page.goto(`${round}/people`);
      const words = await page.locator("main").innerText();
      assert.match(words, /Mentor/);
      assert.doesNotMatch(words, /Nastavnik/);
      assert.match(await page.title(), /Nastavnik$/);
      await speak("ru");
      await context.close();
    });
  });
