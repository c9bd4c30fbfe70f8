// The first path up to two registries, step by step: administrator and curator. The same steps walk on
// SQLite and PostgreSQL, with scripts and without.
import assert from "node:assert/strict";
import { join } from "node:path";
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
async function administratorGivesRole(world) {
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
async function curatorMakesProgramme(world) {
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
const link = "Ссылка на кейс/отзыв наставляемого, размещенные на сайте организации";

async function mendMentees(world) {
  const { curator } = world;
  await upload(world, "База наставляемых", "mentees.xlsx");
  await check(curator, "curator-preview");
  await curator.sees("2оо9", "не год", "Cемёнов Пётр");
  await correct(curator, 8, "Год рождения наставляемого", "2009");
  assert.doesNotMatch(await curator.text(), /2оо9/);
  await correct(curator, 9, phone, "8 912 000-00-01");
  await correct(curator, 9, link, "https://example.test/");
  await curator.press(/^Пропустить строку.*13/);
  await curator.page.getByRole("button", { name: "Загрузить 4 строки" }).waitFor();
  await load(curator, "curator-loaded");
}

// The awkward sheet of mentees: corrected, skipped, loaded, undone, loaded again.
async function curatorLoadsMentees(world) {
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
async function curatorDecidesWhoIsWho(world) {
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
async function curatorReadsRegistries(world) {
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
async function curatorAcceptsMentors(world) {
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

export const toRegistries = [
  administratorBegins, curatorBegins, administratorGivesRole, curatorMakesProgramme, curatorLoadsMentees,
  curatorDecidesWhoIsWho, curatorReadsRegistries, curatorAcceptsMentors,
];
