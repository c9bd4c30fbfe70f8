// October and November of the year: mentors are chosen and taught, sheets of the beginning, the
// common meeting, pairs, three meetings.
import assert from "node:assert/strict";
import { narrow, sideways } from "./lib.mjs";
import { password, pickRole } from "./path.mjs";
import { Person } from "./people.mjs";
import { comes, mentees, mentors, within } from "./year.mjs";

// Somebody of the registry gets a login of their own.
async function joins(world, list, { surname, given }, role, login) {
  const { curator } = world;
  await curator.go(`${world.programme}/${list}`);
  await curator.follow(`${surname} ${given}`);
  const card = new URL(curator.page.url()).pathname;
  await curator.follow("Пригласить на сайт");
  await pickRole(curator, role);
  await curator.press("Создать приглашение");
  const link = await curator.page.locator(".address").textContent();
  const person = await Person.at(world.browser, world.server, login, { viewport: narrow });
  await person.accept(link, { login, password });
  return Object.assign(person, { card });
}

// ---- October: selection and training ----

export async function mentorsAreInvited(world) {
  await comes(world, "2026-10-01", world.curator);
  world.mentors = [];
  for (const [i, mentor] of mentors.entries()) {
    const person = await joins(world, "mentors", mentor, "наставник", `mentor${i}`);
    world.mentors.push(person);
    await person.go("/my/mentor");
    await person.sees("До первой пары осталось", "Анкета не заполнена");
    assert.equal(await person.page.getByRole("link", { name: "Пройти тест" }).count(), 0, "the test is for those who are chosen");
    await person.follow("Заполнить анкету");
    for (const area of await person.page.locator("textarea").all()) await area.fill("Двадцать лет в цехе");
    await person.press("Сохранить анкету");
    await person.go("/my/mentor");
    assert.doesNotMatch(await person.text(), /Анкета не заполнена/);
  }
}

// The certificate of the first ends in May, of the other after the programme.
export async function mentorsAreSelected(world) {
  const { curator } = world;
  for (const [i, { card }] of world.mentors.entries()) {
    await curator.go(`${card}/selection`);
    await curator.meets("Отбор наставника", "selection");
    await curator.sees("Собеседование не записано", "Не проверено: Опыт работы от 5 лет");
    await curator.follow("Записать справку");
    await curator.fill({ "Номер справки": `59-00${i}`, "День выдачи": "20.09.2026",
      "День, когда истекает": i ? "20.09.2027" : "15.05.2027" });
    await curator.press("Записать справку");
    await curator.sees("Действует");
    await curator.go(`${card}/selection`);
    await curator.page.getByText("Отметить проверку: Опыт работы").first().click();
    await curator.page.getByLabel("Число, не меньше 5").fill("20");
    await curator.page.getByLabel("По чему это видно").first().fill("Трудовая книжка");
    await curator.press(/^Выполнено.*Опыт работы/);
    await curator.follow(/Записать собеседование/);
    await curator.fill({ "День собеседования": "01.10.2026", "Кто проводит": "Соколова" });
    for (const mark of await curator.page.getByRole("radio", { name: "2 — в полной мере" }).all()) await mark.check();
    await curator.press("Записать собеседование");
    await curator.follow(/Записать решение/);
    await curator.choose(/^Отобрать/);
    await curator.press("Записать решение");
    await curator.go(card);
    await curator.sees("Отобран");
  }
}

export async function mentorsAreTaught(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/training`);
  await curator.press("Направить на обучение всех отобранных");
  await curator.sees("Направлено на обучение: 2");
  await curator.follow("Добавить занятие");
  await curator.fill({ "День занятия": "10.10.2026", "Кто ведёт": "Соколова" });
  await curator.choose(/^Безопасность и этика/);
  await curator.press("Добавить занятие");
  await comes(world, "2026-10-10", curator, ...world.mentors);
  await curator.go(`${world.programme}/training`);
  await curator.follow(/^Отметить/);
  for (const { surname } of mentors) await curator.choose(new RegExp(`^${surname}`));
  await curator.press("Сохранить посещение");
  for (const mentor of world.mentors) {
    await mentor.go("/my/mentor");
    await mentor.follow("Пройти тест");
    await answersRight(mentor);
    await mentor.press("Проверить ответы");
    await mentor.sees("Тест пройден");
    await mentor.go("/my/mentor");
    await mentor.sees("Готов к работе", "Когда куратор составит пары");
  }
}

// What a mentor who listened knows.
const known = ["Через куратора и сайт", "Говорю куратору в тот же день", "Уточнить, правильно ли вы поняли",
  "Сделать паузу и дать договорить", "Рассказать о себе и обсудить ожидания", "Договориться о правилах и связи",
  "Честно сказать куратору, он подберёт другую пару", "Сразу после неё или в тот же день",
  "«Давай посмотрим, на каком шаге пошло не так»", "В школе или колледже", "На занятии, о котором знает куратор"];

async function answersRight(mentor) {
  for (const words of known) {
    const answer = mentor.page.getByLabel(words, { exact: true });
    if (await answer.count()) await answer.check();
  }
}

// ---- October: sheets of the beginning, by links ----

export async function sheetsGoOut(world, phase, until) {
  const { curator } = world;
  await curator.go(`${world.programme}/surveys`);
  await curator.follow(`Разослать анкеты ${phase}`);
  await curator.fill({ "Принимать ответы до": until });
  await curator.press("Разослать анкеты");
  for (let i = 0; i < 100 && /рассылаются/.test(await curator.text()); i++) await curator.page.reload();
  await curator.sees("Ответили 0 человек");
  const round = curator.page.url();
  await curator.follow("Листы с QR-кодами");
  const links = await curator.page.locator(".qrcards .address").allInnerTexts();
  await curator.follow("Родителям");
  links.push(...(await curator.page.locator(".qrcards .address").allInnerTexts()));
  return { round, links };
}

// Every scale has the same mark, every choice is the first one.
export async function answersSheet(person, mark) {
  for (let screen = 0; !/Спасибо, ответы приняты/.test(await person.text()); screen++) {
    assert.ok(screen < 10, await person.text());
    assert.equal(await sideways(person.page), 0);
    for (const question of await person.page.locator("[data-item]").all()) {
      const radios = question.locator("input[type=radio]");
      const choices = await radios.count();
      if (choices) await radios.nth(choices === 10 ? mark - 1 : 0).check();
    }
    await person.press(/^(Дальше|Отправить ответы)$/);
  }
}

export async function sheetsBefore(world) {
  const { curator } = world;
  const { round, links } = await sheetsGoOut(world, "на входе", "31.10.2026");
  assert.equal(links.length, 2 * mentees.length, "mentors have a login, mentees and their parents a link");
  const child = await Person.at(world.browser, world.server, "guest", { viewport: narrow });
  for (const link of links) {
    await child.go(within(link));
    await answersSheet(child, 4);
  }
  await child.leave();
  for (const mentor of world.mentors) {
    await mentor.go("/sheets");
    await mentor.follow("Анкетирование на входе");
    await answersSheet(mentor, 6);
  }
  await sheetsClose(curator, round);
}

export async function sheetsClose(curator, round) {
  await curator.go(round);
  await curator.sees("Ответили 14 человек из 14, 100 %");
  await curator.press("Закончить приём ответов");
  await curator.sees("Приём ответов закончен");
}

// ---- November: the common meeting, cards, pairs ----

async function prefers(person, names) {
  for (const [i, name] of names.entries()) {
    const list = person.page.getByLabel(["Прежде всего", "Потом", "И ещё"][i], { exact: true });
    await list.selectOption(await list.locator("option", { hasText: name }).getAttribute("value"));
  }
  await person.press("Отправить выбор");
}

const halves = [mentees.slice(0, 3), mentees.slice(3)]; // whom each mentor and who each other would like

export async function commonMeeting(world) {
  const { curator } = world;
  await comes(world, "2026-11-02", curator);
  await curator.go(`${world.programme}/gatherings`);
  await curator.fill({ День: "05.11.2026", "Время начала": "15:00", "Место или ссылка": "Актовый зал",
    "Карточки принимаются до": "12.11.2026" });
  await curator.press("Назначить и пригласить");
  await comes(world, "2026-11-06", curator, ...world.mentors);
  await curator.go(`${world.programme}/gatherings`);
  await curator.page.locator("main ul.list a").first().click();
  await curator.meets("Общая встреча", "gathering");
  world.gathering = new URL(curator.page.url()).pathname;
  await curator.follow("Лист QR-кодов для наставляемых");
  const cards = new Map();
  for (const card of await curator.page.locator("li.card").all())
    cards.set((await card.locator("h2").innerText()).split(" ")[0], await card.locator(".address").innerText());
  assert.equal(cards.size, mentees.length);
  const child = await Person.at(world.browser, world.server, "guest", { viewport: narrow });
  for (const [i, { surname }] of mentees.entries()) {
    await child.go(within(cards.get(surname)));
    await prefers(child, [mentors[i < 3 ? 0 : 1].given]);
    await child.meets("Спасибо, выбор записан", "card");
  }
  await child.leave();
  for (const [i, mentor] of world.mentors.entries()) {
    await mentor.go("/my/pairs");
    await mentor.follow("Карточка предпочтений");
    await prefers(mentor, halves[i].map(({ given }) => given));
  }
  await curator.go(world.gathering);
  await curator.sees("6 из 6", "2 из 2");
}

export async function pairsAreMade(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/drafts`);
  await curator.press("Составить черновик");
  await curator.meets("Черновик пар 1", "draft");
  for (const [i, mentor] of mentors.entries())
    for (const { surname } of halves[i]) {
      const row = curator.page.locator("tbody tr", { hasText: surname });
      assert.match(await row.innerText(), new RegExp(`${mentor.surname}[^]*Взаимный выбор`));
    }
  await curator.follow("Проверить и опубликовать");
  await curator.press(/^Опубликовать 6 пар/);
  await curator.meets("Пары", "pairs");
  await curator.sees("Всего 6 пар");
  await curator.lists("Согласована", 6);
  await curator.go(`${world.programme}/papers/kind?kind=order_pairs`);
  await curator.sees("Сделать документ");
  await curator.go(`${world.programme}/mentees`);
  await curator.lists("В паре", 6);
}

// ---- meetings with marks of both sides ----

const station = { intro: ["2026-11-16", /знакомство/], trial: ["2026-11-23", /Пробная/], working: ["2026-12-07", /Рабочая/] };

async function opensPair(person, name) {
  await person.go("/my/pairs");
  await person.follow(new RegExp(`^${name}`));
}

async function holds(mentor, name, [day, kind]) {
  await opensPair(mentor, name);
  await mentor.follow(/Предложить день|Назначить встречу/);
  const kinds = mentor.page.getByRole("radio", { name: kind });
  if (await kinds.count()) await kinds.check();
  else {
    const list = mentor.page.getByLabel("Какая это встреча");
    await list.selectOption(await list.locator("option", { hasText: kind }).getAttribute("value"));
  }
  await mentor.fill({ День: day.split("-").reverse().join("."), "Время начала": "10:00", "Место или ссылка": "Кабинет 12" });
  await mentor.press("Назначить встречу");
  await mentor.sees("Встреча назначена");
}

async function records(mentor, name, kind) {
  await opensPair(mentor, name);
  await mentor.page.locator(".timeline a", { hasText: kind }).click();
  await mentor.follow("Состоялась");
  await mentor.fill({ "Что получилось": "Разобрали две задачи" });
  await mentor.press("Отметить встречу");
}

async function marks(person, name, kind, mark) {
  await opensPair(person, name);
  await person.page.locator(".timeline a", { hasText: kind }).click();
  await person.follow("Оценить встречу");
  for (const scale of await person.page.locator(".scale").all()) await scale.locator("input").nth(mark - 1).check();
  for (const yes of await person.page.getByRole("radio", { name: "Да", exact: true }).all()) await yes.check();
  for (const area of await person.page.locator("textarea").all()) await area.fill("Идём по плану");
  await person.press("Отправить отзыв");
  await person.sees("Отзыв записан");
}

// Two pairs have their children at the site, the others meet with the mentor's record alone.
export async function firstMeetings(world) {
  const { curator } = world;
  await comes(world, "2026-11-14", curator, ...world.mentors);
  world.pairs = [];
  for (const [i, half] of halves.entries()) {
    const mentee = await joins(world, "mentees", half[0], "наставляемый", `mentee${i}`);
    world.pairs.push({ mentor: world.mentors[i], mentee, name: half[0].given, other: mentors[i].given });
    for (const { given } of half) await holds(world.mentors[i], given, station.intro);
  }
  await comes(world, "2026-11-16", ...world.mentors, ...world.pairs.map(({ mentee }) => mentee));
  for (const [i, half] of halves.entries())
    for (const { given } of half) await records(world.mentors[i], given, station.intro[1]);
  for (const { mentor, mentee, name, other } of world.pairs) {
    await marks(mentor, name, station.intro[1], 7);
    await marks(mentee, other, station.intro[1], 8);
  }
}

async function meets(world, code) {
  for (const { mentor, name } of world.pairs) await holds(mentor, name, station[code]);
  await comes(world, station[code][0], world.curator, ...world.mentors, ...world.pairs.map(({ mentee }) => mentee));
  for (const { mentor, mentee, name, other } of world.pairs) {
    await records(mentor, name, station[code][1]);
    await marks(mentor, name, station[code][1], 8);
    await marks(mentee, other, station[code][1], 9);
  }
}

export async function trialMeeting(world) {
  await meets(world, "trial");
}

export async function workingMeeting(world) {
  await meets(world, "working");
  const { curator } = world;
  await curator.go(`${world.programme}/meetings?show=past`);
  assert.equal(await curator.page.locator("tbody tr").count(), 10, "six introductions and two meetings of two pairs");
  await curator.go(`${world.programme}/pairs`);
  await curator.lists("Работает", 6);
}

export const autumn = [mentorsAreInvited, mentorsAreSelected, mentorsAreTaught, sheetsBefore, commonMeeting, pairsAreMade,
  firstMeetings, trialMeeting, workingMeeting];
