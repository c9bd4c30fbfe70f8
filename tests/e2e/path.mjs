// The first path, step by step: administrator, curator, mentor, mentee. The same steps walk on
// SQLite and PostgreSQL, with scripts and without.
import assert from "node:assert/strict";
import { join } from "node:path";
import { book } from "./lib.mjs";
import { Person } from "./people.mjs";

export const password = "три тихих слова";
const school = "МБОУ «Средняя общеобразовательная школа № 5»";

// A fresh installation: the first account, the tree, an invitation.
export async function administratorBegins(world) {
  const admin = (world.admin = await Person.at(world.browser, world.server, "admin", world));
  const link = world.server.log().match(/http\S+\/invite\?token=\S+/)?.[0];
  assert.ok(link, "the server prints the first link");
  await admin.accept(link, { surname: "Ветрова", given: "Инна", login: "admin", password });
  await admin.enrol();
  assert.equal((await fetch(link)).status, 404, "the first link works once");

  await admin.meets("Россия", "admin-federation");
  await admin.sees("Показано 25 из 89");
  await admin.fill({ Название: "перм" });
  await admin.press("Найти");
  await admin.follow("Пермский край");
  await admin.meets("Пермский край", "admin-region");
  await admin.follow("Добавить ниже");
  await admin.meets("Добавить ниже", "admin-unit-new");
  await admin.press("Добавить");
  await admin.sees("Выберите, что добавить", "Напишите название");
  await admin.choose("Муниципалитет");
  await admin.fill({ "Полное название": "Тихореченский городской округ" });
  await admin.press("Добавить");
  await admin.meets("Тихореченский городской округ", "admin-municipality");
  await admin.follow("Добавить ниже");
  await admin.choose("Организация");
  await admin.fill({ "Полное название": school, "Короткое название": "Школа № 5, Тихореченск" });
  await admin.press("Добавить");
  await admin.meets("Школа № 5, Тихореченск", "admin-school");
  world.school = new URL(admin.page.url()).pathname;
  world.curatorLink = await invite(admin, { name: "Соколова", role: "куратор" });
}

// From the page of a unit; the address under the QR code.
async function invite(person, { name, role }) {
  await person.follow("Люди и роли");
  await person.meets("Люди и роли", `${person.name}-people`);
  await person.follow("Пригласить человека");
  await person.meets("Пригласить человека", `${person.name}-invite-new`);
  await person.fill({ "Для кого": name });
  await pickRole(person, role);
  await person.press("Создать приглашение");
  await person.meets("Приглашение готово", `${person.name}-invite-made`);
  await person.page.locator(".qr svg").waitFor();
  return person.page.locator(".address").textContent();
}

export async function pickRole(person, role) {
  const list = person.page.getByLabel("Роль", { exact: true });
  if (await list.count()) await list.selectOption({ label: role });
  else await person.choose(role);
}

// A role at another place for somebody who already has a login.
export async function administratorGivesRole(world) {
  const { admin } = world;
  await admin.go(world.school);
  await admin.follow("Тихореченский городской округ");
  await admin.follow("Люди и роли");
  await admin.follow("Дать роль тому, кто уже входит");
  await admin.meets("Дать роль", "admin-give");
  await admin.fill({ Логин: "sokolova" });
  await pickRole(admin, "наблюдатель");
  await admin.press("Дать роль");
  await admin.sees("Соколова", "наблюдатель");
}

export async function curatorBegins(world) {
  const curator = (world.curator = await Person.at(world.browser, world.server, "curator", world));
  await curator.accept(world.curatorLink, { surname: "Соколова", given: "Елена", login: "sokolova", password });
  await curator.enrol();
  await curator.meets("Программы", "curator-programmes");
}

// The wizard of three steps.
export async function curatorMakesProgramme(world) {
  const { curator } = world;
  await curator.follow("Создать программу");
  await curator.meets("Новая программа", "curator-plan");
  await curator.press("Продолжить");
  await curator.meets("Новая программа", "curator-plan-errors");
  await curator.sees("Напишите название программы");
  await curator.fill({ "Название программы": "Старшие помогают младшим", Начало: "01.09.2026", Завершение: "30.05.2027" });
  await curator.choose("Ученик – ученик");
  await curator.press("Продолжить");
  await curator.meets("Правила пар и встреч", "curator-limits");
  await curator.choose("Внутри муниципалитета");
  await curator.press("Продолжить");
  await curator.sees("Старшие помогают младшим", "Внутри муниципалитета");
  await curator.meets(/Проверьте/, "curator-check");
  await curator.press("Открыть программу");
  await curator.meets("Старшие помогают младшим", "curator-roadmap");
  world.programme = new URL(curator.page.url()).pathname;
}

// A job without scripts is asked about by its link until it is over.
async function waitForJob(curator) {
  const open = curator.page.getByRole("link", { name: "Открыть результат" });
  for (const until = Date.now() + 20000; !(await open.count()) && Date.now() < until;) {
    if (!new URL(curator.page.url()).pathname.startsWith("/jobs/")) return;
    await curator.go(curator.page.url());
  }
  await curator.follow("Открыть результат");
}

async function upload(world, side, file) {
  const { curator } = world;
  await curator.go(`${world.programme}/imports`);
  await curator.follow("Загрузить таблицу");
  await curator.meets("Загрузить таблицу", "curator-upload");
  await curator.choose(side);
  await curator.page.locator("input[type=file]").setInputFiles(join(world.registries, file));
  await curator.press("Загрузить таблицу");
  await waitForJob(curator);
  await curator.meets("Что означают столбцы", `curator-columns-${side}`);
}

async function check(curator, name) {
  await curator.press("Проверить строки");
  await waitForJob(curator);
  await curator.meets(/Проверьте таблицу/, name);
}

async function correct(curator, row, column, value) {
  const field = curator.page.getByLabel(`Исправить: строка ${row}, ${column}`);
  await field.fill(value);
  await curator.press(/^Исправить/, { within: curator.page.locator("form").filter({ has: field }) });
}

async function load(curator, name) {
  await curator.press(/^Загрузить \d+ стро/);
  await waitForJob(curator);
  await curator.meets("Загрузка таблицы", name);
}

const phone = "Контактные данные для связи (данные представителя)";

async function mendMentees(world) {
  const { curator } = world;
  await upload(world, "База наставляемых", "mentees.xlsx");
  await check(curator, "curator-preview");
  await curator.sees("2оо9", "не год", "Cемёнов Пётр");
  await correct(curator, 8, "Год рождения наставляемого", "2009");
  assert.doesNotMatch(await curator.text(), /2оо9/);
  await correct(curator, 9, phone, "8 912 000-00-01");
  await curator.press(/^Пропустить строку.*13/);
  await curator.page.getByRole("button", { name: "Загрузить 4 строки" }).waitFor();
  await load(curator, "curator-loaded");
}

// The awkward sheet of mentees: corrected, skipped, loaded, undone, loaded again.
export async function curatorLoadsMentees(world) {
  const { curator } = world;
  await mendMentees(world);
  await curator.sees("Загружены 4 строки");
  await curator.follow("Отменить загрузку");
  await curator.meets("Отменить загрузку?", "curator-undo");
  await curator.press("Отменить загрузку");
  await curator.sees("Загрузка отменена");
  await curator.go(`${world.programme}/mentees`);
  await curator.meets("Наставляемые", "curator-mentees-empty");
  await curator.sees("В базе никого нет");
  await mendMentees(world);
  await curator.follow("Открыть базу наставляемых");
  await curator.meets("Наставляемые", "curator-mentees");
  await curator.sees("Ким Артём Олегович", "Орлова Дарья", "Семёнов Пётр", "Алиев Вагиф Рашид оглы");
}

// More people as CSV; one of them is perhaps somebody who is here. Then the mentors.
export async function curatorDecidesWhoIsWho(world) {
  const { curator } = world;
  await upload(world, "База наставляемых", "mentees.csv");
  await check(curator, "curator-preview");
  await curator.follow(/^Похожи/);
  await curator.meets(/Проверьте таблицу/, "curator-similar");
  await curator.sees("Решите, кто это");
  await curator.press("Другой человек");
  await load(curator, "curator-loaded");
  await upload(world, "База наставников", "mentors.xlsx");
  await check(curator, "curator-preview-mentors");
  await load(curator, "curator-loaded-mentors");
  await upload(world, "База наставников", "mentors.csv");
  await check(curator, "curator-preview-mentors");
  await load(curator, "curator-loaded-mentors");
  await curator.go(`${world.programme}/imports`);
  await curator.meets("Загрузки", "curator-imports");
}

// Filters and pages stand in the address.
export async function curatorReadsRegistries(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/mentees`);
  await curator.sees("Найдено 35 человек");
  const rows = () => curator.page.locator("table tbody tr").count();
  assert.equal(await rows(), 25);
  await curator.follow("Дальше");
  assert.equal(await rows(), 10);
  await curator.follow("Назад");
  assert.equal(await rows(), 25);
  await curator.fill({ Фамилия: "ёршова" });
  await curator.press("Показать");
  await curator.meets("Наставляемые", "curator-mentees-found");
  assert.equal(await rows(), 3);
  assert.match(decodeURIComponent(curator.page.url()), /q=ёршова/);
  await curator.fill({ Фамилия: "нет таких" });
  await curator.press("Показать");
  await curator.sees("По этим условиям никого нет");
  await curator.follow("Сбросить условия");
  await curator.sees("Найдено 35 человек");
  await curator.go(`${world.programme}/mentors`);
  await curator.meets("Наставники", "curator-mentors");
  await curator.sees("Лебедева Анна Игоревна", "Жданова Мария Павловна");
  await curator.follow("Лебедева Анна Игоревна");
  await curator.meets("Наставник", "curator-mentor");
}

// This school selected and trained on paper: all candidates are accepted in one action, the one
// adult with a certificate.
export async function curatorAcceptsMentors(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/drafts`);
  await curator.meets("Подбор пар", "curator-nobody-ready");
  await curator.sees("8 кандидатов в наставники ещё не готовы к работе");
  await curator.follow("Принять отобранных и обученных на бумаге");
  await curator.meets("Принять отобранных и обученных на бумаге", "curator-paper");
  await curator.press("Принять отобранных и обученных на бумаге");
  await curator.sees("Напишите, на каком основании", "Жданова Мария Павловна");
  await curator.meets("Принять отобранных и обученных на бумаге", "curator-paper-errors");
  await curator.fill({ "На каком основании": "Протокол комиссии № 3", "Когда закончились отбор и обучение": "01.09.2026" });
  await curator.choose("Принять всех кандидатов программы");
  await curator.press("Принять отобранных и обученных на бумаге");
  await curator.meets("Принять отобранных и обученных на бумаге", "curator-paper-left");
  await curator.sees("Ждёт 1 кандидат", "Жданова Мария Павловна", "Справки нет");
  await curator.fill({
    "На каком основании": "Протокол комиссии № 3", "Когда закончились отбор и обучение": "01.09.2026",
    "Номер справки: Жданова Мария Павловна": "59-001", "День выдачи справки: Жданова Мария Павловна": "20.08.2026",
  });
  await curator.choose("Принять всех кандидатов программы");
  await curator.press("Принять отобранных и обученных на бумаге");
  await curator.meets("Наставники", "curator-mentors-ready");
  await curator.sees("Готов к работе");
}

async function draftNumber(curator) {
  return Number((await curator.page.locator("h1").textContent()).match(/\d+/)[0]);
}

async function fact(curator, words) {
  const item = curator.page.locator(".facts li").filter({ hasText: words });
  return Number((await item.locator("b").textContent()).replace(/\s/g, ""));
}

// A draft: explained, pinned, vetoed, made again, weighed otherwise.
export async function curatorMakesDraft(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/drafts`);
  await curator.meets("Подбор пар", "curator-rules");
  await curator.press("Составить черновик");
  await curator.meets("Черновик пар 1", "curator-draft");
  const pairs = await fact(curator, "составлен");
  const alone = await fact(curator, "без пары");
  assert.equal(pairs + alone, 35);
  assert.ok(pairs > 10 && alone > 5, `${pairs} pairs, ${alone} alone`);

  await curator.follow(/^Ким Артём/);
  await curator.meets("Черновик пар 1", "curator-why");
  await curator.sees("Запрос и компетенции", "из 100", "алгебру", "Если запретить");
  world.mentorName = (await curator.page.locator("#why h2").innerText()).split(" — ")[1];
  await curator.press("Закрепить пару");
  await curator.sees("Закреплена", "Отметки изменились");
  await curator.follow("Орлова Дарья");
  await curator.press("Запретить пару", { within: curator.page.locator("#why") });
  await curator.sees("Запрещённые пары");
  await curator.meets("Черновик пар 1", "curator-draft-marked");
  await curator.press("Посчитать заново");
  await curator.meets("Черновик пар 2", "curator-draft");
  await curator.follow(/^Закреплены/);
  assert.equal(await curator.page.locator("table tbody tr").count(), 1);
  await curator.follow(/^Изменились/);
  await curator.sees("Орлова Дарья");
}

// With scripts the numbers follow the weights on the same page, and are said once they rest.
async function watchOutcome(curator) {
  const { page } = curator;
  const heading = page.locator("#outcome-head");
  await page.evaluate(() => (document.documentElement.dataset.here = "still"));
  const before = await heading.innerText();
  await curator.fill({ Возраст: "100" });
  await page.locator("output[for=w_age]").getByText("100").waitFor();
  await page.waitForFunction((words) => document.querySelector("#outcome-head").textContent.trim() !== words, before);
  await curator.fill({ "Запрос и компетенции": "0" });
  await page.waitForURL((url) => url.searchParams.get("w_topics") === "0" && url.searchParams.get("w_age") === "100");
  await page.locator("#outcome:not([aria-busy])").waitFor();
  const outcome = await page.locator("#outcome").innerText();
  await page.locator("#outcome-said").getByText(await heading.innerText()).waitFor();
  assert.match(await page.locator("#outcome-said").textContent(), /\d+ пар.*средний балл, в черновике \d+,\d/);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.here), "still", "no reload");
  await page.reload();
  assert.equal(await page.locator("#outcome").innerText(), outcome);
}

export async function curatorTriesWeights(world) {
  const { curator } = world;
  await curator.follow("Попробовать другие веса");
  await curator.meets("Другие веса: что изменится", "curator-variant");
  await curator.sees("Сейчас в черновике");
  if (world.javaScriptEnabled === false) {
    await curator.fill({ "Запрос и компетенции": "0", Возраст: "100" });
    await curator.press("Посчитать вариант");
  } else {
    await watchOutcome(curator);
  }
  await curator.sees("Без пары:", "средний балл, в черновике");
  await curator.meets("Другие веса: что изменится", "curator-variant-asked");
  await curator.press("Взять этот вариант");
  await curator.meets("Черновик пар 3", "curator-draft");
  await curator.go(`${world.programme}/drafts`);
  await curator.meets("Подбор пар", "curator-drafts");
  await curator.fill({ "Запрос и компетенции": "много", Возраст: "мало" });
  await curator.press("Составить черновик");
  await curator.meets("Черновик пар 4", "curator-draft");
  world.draft = new URL(curator.page.url()).pathname;
  await curator.follow(/^Без пары/);
  await curator.meets("Черновик пар 4", "curator-alone");
  const alone = curator.page.locator("main li", { has: curator.page.locator("a[href^='/participations/']") });
  assert.ok(await alone.count() > 5);
  const reasons = await curator.page.locator("main section.card > p").allInnerTexts();
  for (const reason of reasons) assert.match(reason, /^Мест меньше, чем желающих|^Места у подходящих наставников закреплены за другими/);
  assert.equal(new Set(reasons).size, reasons.length, "a reason is said once, and everybody stands under it");
  await curator.follow(/^Свободные наставники/);
  await curator.meets("Черновик пар 4", "curator-free");
}

async function download(curator, words) {
  const [file] = await Promise.all([
    curator.page.waitForEvent("download"), curator.page.getByRole("link", { name: words }).click()]);
  return book(await file.path());
}

// The official columns of the two registries, as the methodology names them.
const menteeColumns = [
  "№", "ФИО наставляемого", "Контактные данные для связи (данные представителя)", "Год рождения наставляемого",
  "Основной запрос наставляемого", "Дата вхождения в программу", "ФИО наставника", "Форма наставничества",
  "Место работы/учёбы наставника", "Дата завершения программы", "Результаты программы",
  "Ссылка на кейс/отзыв наставляемого, размещённые на сайте организации", "Отметка о прохождении программы",
];

export async function curatorPublishes(world) {
  const { curator } = world;
  await curator.go(world.draft);
  const draft = await download(curator, "Скачать пары (XLSX)");
  const [head, ...lines] = Object.values(draft)[0];
  assert.deepEqual(head.slice(0, 3), ["ФИО наставляемого", "Запрос", "ФИО наставника"]);
  await curator.follow("Проверить и опубликовать");
  await curator.meets("Проверьте и опубликуйте пары", "curator-publish");
  await curator.press(/^Опубликовать/);
  await curator.meets("Пары", "curator-pairs");
  await curator.sees("Опубликован");
  const [columns, ...mentees] = Object.values(await download(curator, "Скачать базу наставляемых"))[0];
  assert.deepEqual(columns, menteeColumns);
  assert.equal(mentees.length, 35);
  assert.equal(mentees.filter((row) => row[6]).length, lines.length);
  assert.ok(mentees.find((row) => row[1] === "Ким Артём Олегович")[6].startsWith(world.mentorName));
  const [mentorColumns, ...mentors] = Object.values(await download(curator, "Скачать базу наставников"))[0];
  assert.equal(mentorColumns.length, 16);
  assert.match(mentors.find((row) => row[1].startsWith(world.mentorName)).join(), /Ким Артём Олегович/);
}

// Both sides of one pair get a link to the site.
export async function curatorInvitesPair(world) {
  const { curator } = world;
  await curator.follow("Ким Артём Олегович");
  await curator.meets("Пара", "curator-pair");
  await curator.sees("Контакты закрыты");
  world.pair = new URL(curator.page.url()).pathname;
  for (const [side, role] of [["mentee", "наставляемый"], ["mentor", "наставник"]]) {
    await curator.go(world.pair);
    await curator.follow(`Карточка ${role === "наставник" ? "наставника" : "наставляемого"}`);
    await curator.meets(new RegExp(role, "i"), `curator-${side}-card`);
    await curator.follow("Пригласить на сайт");
    await curator.meets("Пригласить человека", `curator-invite-${side}`);
    await pickRole(curator, role);
    await curator.press("Создать приглашение");
    world[`${side}Link`] = await curator.page.locator(".address").textContent();
  }
}

const digits = async (person) => (await person.page.content()).replace(/[^\d+]/g, "");

export async function mentorAndMenteeMeet(world) {
  const mentor = (world.mentor = await Person.at(world.browser, world.server, "mentor", world));
  await mentor.accept(world.mentorLink, { login: "mentor", password });
  await mentor.meets("Мои пары", "mentor-pairs");
  await mentor.sees("Артём");
  await mentor.follow("Артём");
  await mentor.meets("Ваша пара", "mentor-pair");
  await mentor.sees("Что у вас общего", "Что дальше", "Через куратора");
  const html = await mentor.page.content();
  assert.doesNotMatch(html, /Ким|Олегович/, "a minor's surname stays with the curator");
  assert.doesNotMatch(await digits(mentor), /9121234567/);

  const mentee = (world.mentee = await Person.at(world.browser, world.server, "mentee", world));
  await mentee.accept(world.menteeLink, { login: "mentee", password });
  await mentee.meets("Мои пары", "mentee-pairs");
  await mentee.follow(world.mentorName.split(" ")[1]);
  await mentee.meets("Ваша пара", "mentee-pair");
  await mentee.sees("Что у вас общего", "Что дальше");
  assert.doesNotMatch(await mentee.page.content(), /tel:|балл/i);
  assert.equal((await mentee.go(world.pair)).status(), 403, "the curator's page of the pair");
  assert.equal((await mentee.go(world.draft)).status(), 403);
}

export async function curatorRecordsConsent(world) {
  const { curator, mentor } = world;
  await curator.go(world.pair);
  await curator.follow("Отметить согласие");
  await curator.meets(/Согласия/, "curator-consents");
  await curator.follow(/^Записать согласие.*[Кк]онтакт/);
  await curator.meets(/^Согласие/, "curator-consent-new");
  await curator.choose("Законный представитель");
  await curator.fill({ "Имя на документе": "Ким Ольга Сергеевна", "День согласия": "05.10.2026" });
  await curator.press("Продолжить");
  await curator.meets("Проверьте ответы", "curator-consent-check");
  await curator.press("Записать согласие");
  await curator.meets(/Согласия/, "curator-consents-2");
  await curator.sees("Ким Ольга Сергеевна", "Действует");
  await curator.go(world.pair);
  await curator.meets("Пара", "curator-pair-open");
  await curator.sees("Согласие отмечено");

  await mentor.go("/my/pairs");
  await mentor.follow("Артём");
  await mentor.meets("Ваша пара", "mentor-pair-open");
  await mentor.sees("Контакт законного представителя");
  assert.match(await digits(mentor), /\+79121234567/);
  assert.doesNotMatch(await mentor.page.content(), /Ким|Олегович/);
}

// What else everybody can open.
export async function everybodyLooksAround(world) {
  const { admin, curator, mentor } = world;
  for (const [person, path, heading] of [
    [admin, "/profile", "Профиль"], [admin, "/profile/sessions", /вход/], [admin, "/places", "Все места"],
    [admin, `${world.school}/audit`, "Журнал"], [admin, `${world.school}/consents`, /[Сс]огласи/],
    [curator, world.programme, "Старшие помогают младшим"], [curator, "/notices", "Уведомления"],
    [mentor, "/notices", "Уведомления"], [mentor, "/help", /./], [mentor, "/profile", "Профиль"],
  ]) {
    await person.go(path);
    await person.meets(heading, `${person.name}${path.replace(/\d+\/?/, "").replaceAll("/", "-")}`);
  }
  const people = [admin, curator, mentor, world.mentee];
  assert.deepEqual(people.flatMap((person) => person.wrong), []);
  for (const person of people) {
    const weight = await person.leave();
    console.log(`# ${person.name}: first visit ${weight.first} bytes, then at most ${weight.heaviest}`);
  }
}

export const steps = [
  administratorBegins, curatorBegins, administratorGivesRole, curatorMakesProgramme, curatorLoadsMentees,
  curatorDecidesWhoIsWho, curatorReadsRegistries, curatorAcceptsMentors, curatorMakesDraft, curatorTriesWeights, curatorPublishes,
  curatorInvitesPair, mentorAndMenteeMeet, curatorRecordsConsent, everybodyLooksAround,
];
