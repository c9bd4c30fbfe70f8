// The life of pairs: cards of both sides on a phone by link, the draft that follows them, the
// published pair; then the meetings of a pair with the marks of both, and its end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  everyLook, follow, narrow, open, press, sideways, signIn, startBrowser, startServer, text, wide,
} from "./lib.mjs";

let browser, server;

before(async () => {
  browser = await startBrowser();
  server = await startServer({ people: 60, clock: "2026-11-22 08:00" });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const says = async (page, words) => assert.match(await text(page), words);

async function fill(page, fields) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: false }).first().fill(value);
}

async function as(role, options) {
  const opened = await open(browser, server, options);
  if (role) await signIn(opened.page, role);
  return opened;
}

// The address on the sheet of codes beside a name.
async function linkOf(page, gathering, side, name) {
  await page.goto(`${gathering}/sheet?side=${side}`);
  const card = page.locator("li.card").filter({ has: page.getByRole("heading", { name, exact: true }) });
  return card.locator(".address").innerText();
}

// Without an account and without scripts; whom: how the list names the other.
async function fillsCard(link, whom) {
  const { context, page, faults } = await as(null, { viewport: narrow, javaScriptEnabled: false });
  await page.goto(link);
  assert.equal(await sideways(page), 0);
  await press(page, "Отправить выбор");
  await says(page, /Выберите хотя бы одного человека/);
  const list = page.getByLabel("Прежде всего");
  const labels = await list.locator("option").allTextContents();
  const label = labels.find((l) => whom.test(l.replaceAll("\u00a0", " ")));
  assert.ok(label, `${whom} among ${labels}`);
  await list.selectOption({ label });
  await page.getByLabel(/Почему вы так выбрали/).fill("Понравилась первая беседа");
  await press(page, "Отправить выбор");
  await says(page, /Спасибо, выбор записан/);
  assert.deepEqual(faults, []);
  await context.close();
}

test("cards of both sides lead to a pair", async () => {
  const { context, page, faults } = await as("куратор", { viewport: wide });
  await follow(page, "Вместе к олимпиаде");
  const programme = new URL(page.url()).pathname;
  await page.goto(`${programme}/drafts`);
  await press(page, "Составить черновик");
  const draft = new URL(page.url()).pathname;
  const row = page.locator("table tbody tr").first();
  const mentee = (await row.locator("th").innerText()).trim();
  const mentor = (await row.locator("td[data-label=Наставник]").innerText()).trim();

  await page.goto(`${programme}/gatherings`);
  assert.deepEqual(await everyLook(page, "gatherings-empty"), []);
  await press(page, "Назначить и пригласить");
  await says(page, /Укажите день встречи/);
  assert.deepEqual(await everyLook(page, "gatherings-wrong"), []);
  await fill(page, { День: "22.11.2026", "Время начала": "10:00", "Место или ссылка": "Актовый зал", "Карточки принимаются до": "29.11.2026" });
  await press(page, "Назначить и пригласить");
  const gathering = new URL(page.url()).pathname;
  await says(page, /Ждём карточку/);
  assert.deepEqual(await everyLook(page, "gathering"), []);

  const [surname, given] = mentee.split(" ");
  await fillsCard(await linkOf(page, gathering, "mentee", mentee), new RegExp(mentor.split(" ").join("|")));
  assert.deepEqual(await everyLook(page, "gathering-sheet"), []);
  await fillsCard(await linkOf(page, gathering, "mentor", mentor), new RegExp(`^${given} ${surname[0]}\\.`));
  await page.goto(gathering);
  await says(page, /Понравилась первая беседа/);

  await page.goto(draft);
  await says(page, /После черновика заполнены 2 карточки/);
  await press(page, "Посчитать заново");
  await follow(page, /^Взаимный выбор/);
  await says(page, new RegExp(mentee));
  assert.deepEqual(await everyLook(page, "draft-mutual"), []);
  await page.goto(`${new URL(page.url()).pathname}/publish`);
  await press(page, /^Опубликовать/);
  await page.goto(`${programme}/pairs`);
  await follow(page, new RegExp(`^${mentee}`));
  await says(page, /Ролевая модель/);
  await follow(page, /Изменить.*Ролевая модель/);
  assert.deepEqual(await everyLook(page, "pair-kind"), []);
  await page.goto(`${programme}/support`);
  assert.deepEqual(await everyLook(page, "support"), []);
  assert.deepEqual(faults, []);
  await context.close();
});

let pair; // of the demo's mentee; the mentor has others, too

async function plans(page, kind, day, time) {
  await page.goto(pair);
  await follow(page, /Предложить день|Назначить встречу/);
  await page.getByLabel("Какая это встреча").selectOption({ label: kind });
  await fill(page, { День: day, "Время начала": time, "Место или ссылка": "Библиотека" });
  await press(page, "Назначить встречу");
  return new URL(page.url()).pathname;
}

async function holds(page, meeting) {
  await page.goto(meeting);
  await follow(page, "Состоялась");
  await fill(page, { "Что получилось": "Разобрали дроби" });
  await press(page, "Отметить встречу");
}

// All scales get the mark; yes: the answer of the only question of that kind.
async function rates(page, meeting, mark, yes) {
  await page.goto(`${meeting}/feedback`);
  await says(page, /Как прошла встреча/);
  for (const group of await page.locator("fieldset").filter({ has: page.locator(".scale") }).all())
    await group.getByRole("radio", { name: String(mark), exact: true }).check();
  await page.getByRole("radio", { name: yes ? "Да" : "Нет" }).check();
  await press(page, "Отправить отзыв");
}

test("a pair meets, rates its meetings and ends", async () => {
  const mentor = await as("наставник", { viewport: narrow });
  const mentee = await as("наставляемый", { viewport: narrow });
  const parent = await as("законный представитель", { viewport: narrow });
  const curator = await as("куратор", { viewport: wide });

  await mentee.page.goto("/my/pairs");
  pair = await mentee.page.locator(".cards a[href^='/my/pairs/']").first().getAttribute("href");

  const intro = await plans(mentor.page, "Встреча-знакомство (организационная)", "10.11.2026", "15:00");
  assert.deepEqual(await everyLook(mentor.page, "meeting-planned"), []);
  await holds(mentor.page, intro);
  await says(mentor.page, /Разобрали дроби/);

  const trial = await plans(mentor.page, "Пробная рабочая встреча", "12.11.2026", "15:00");
  await holds(mentor.page, trial);
  assert.deepEqual(await everyLook(mentor.page, "meeting-feedback"), []);
  await press(mentor.page, "Отправить отзыв");
  await says(mentor.page, /Выберите оценку от 1 до 10/);
  assert.deepEqual(await everyLook(mentor.page, "meeting-feedback-wrong"), []);
  await rates(mentor.page, trial, 8, true);
  await rates(mentee.page, trial, 9, true);

  const planning = await plans(mentor.page, "Встреча-планирование", "14.11.2026", "15:00");
  await holds(mentor.page, planning);
  await mentor.page.goto(pair);
  await follow(mentor.page, "План пары: цели и сроки");
  await mentor.page.locator("#text").fill("Сдать зачёт по дробям");
  await press(mentor.page, "Поставить цель");
  assert.deepEqual(await everyLook(mentor.page, "pair-plan"), []);

  const first = await plans(mentor.page, "Рабочая (последовательная) встреча", "16.11.2026", "15:00");
  await holds(mentor.page, first);
  const second = await plans(mentor.page, "Рабочая (последовательная) встреча", "18.11.2026", "15:00");
  await mentor.page.goto(`${second}/held`);
  await says(mentor.page, /Требуется отзыв/);
  assert.deepEqual(await everyLook(mentor.page, "meeting-owed"), []);
  await rates(mentor.page, first, 8, false);
  await rates(mentee.page, first, 4, true);
  await holds(mentor.page, second);
  await rates(mentor.page, second, 9, false);

  await parent.page.goto(pair);
  await says(parent.page, /Проведена/);
  assert.doesNotMatch(await text(parent.page), /Разобрали дроби/);
  assert.deepEqual(await everyLook(parent.page, "pair-of-a-child"), []);

  await mentee.page.goto(pair);
  assert.deepEqual(await everyLook(mentee.page, "pair-of-a-mentee"), []);

  await follow(curator.page, "Старшие помогают младшим");
  await curator.page.goto(`${new URL(curator.page.url()).pathname}/help`);
  await says(curator.page, /низкая оценка/);
  assert.deepEqual(await everyLook(curator.page, "help"), []);
  await curator.page.goto(pair.replace("/my", ""));
  await says(curator.page, /Оценка наставника 8, наставляемого 4/);
  assert.deepEqual(await everyLook(curator.page, "pair-coordinator"), []);
  await press(curator.page, "Записать: вопрос решён");
  await follow(curator.page, "Завершить пару");
  assert.deepEqual(await everyLook(curator.page, "pair-end"), []);
  await curator.page.getByLabel("Завершить: цели достигнуты").check();
  await press(curator.page, "Завершить пару");
  await says(curator.page, /Пара завершена: цели достигнуты/);
  await mentee.page.goto(pair);
  await says(mentee.page, /Завершена/);
  for (const who of [mentor, mentee, parent, curator]) {
    assert.deepEqual(who.faults, []);
    await who.context.close();
  }
});
