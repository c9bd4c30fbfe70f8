// Enrolment without a spreadsheet: a parent, a teen, a class teacher, closed doors, bad input; on
// SQLite in every look, on PostgreSQL, and without JavaScript.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everyLook, narrow, newDatabase, open, signIn, startBrowser, startServer } from "./lib.mjs";

let browser;

before(async () => (browser = await startBrowser()));
after(async () => await browser?.close());

async function act(page, role, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole(role, { name, exact: typeof name === "string" }).first().click()]);
}
const press = (page, name) => act(page, "button", name);
const follow = (page, name) => act(page, "link", name);
const text = async (page) => (await page.locator("body").innerText()).replaceAll("\u00a0", " ");
const day = (shift) => new Date(Date.now() + shift * 86400000).toLocaleDateString("ru-RU");
const year = new Date().getFullYear();

async function fill(page, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: false }).first();
    if ((await field.evaluate((e) => e.tagName)) === "SELECT") await field.selectOption({ label: value });
    else await field.fill(value);
  }
}

// The category may be cards or a list, as many as there are.
async function choose(page, words) {
  const option = page.locator("option", { hasText: words });
  if (await option.count()) await page.locator("select", { has: option }).selectOption(await option.first().getAttribute("value"));
  else await page.getByLabel(words).first().check();
}

async function sign(page, times) {
  for (let i = 0; i < times; i++) {
    assert.match(await text(page), new RegExp(`Согласие ${i + 1} из 2`));
    await press(page, "Даю согласие");
  }
}

async function openDoor(curator, looks) {
  const { page } = curator;
  await signIn(page, "куратор");
  await follow(page, "Вместе к олимпиаде");
  curator.programme = new URL(page.url()).pathname;
  await page.goto(`${curator.programme}/enrolment`);
  assert.match(await text(page), /Приём ещё не открывали/);
  await looks(page, "enrolment-none");
  await follow(page, "Открыть приём заявок");
  await fill(page, { "Приём с": day(0), "Приём до": day(-1) });
  await press(page, "Открыть приём заявок");
  assert.match(await text(page), /раньше, чем начался/);
  await looks(page, "enrolment-settings-wrong");
  await fill(page, { "Приём до": day(20), "О программе": "Для учеников 5–8 классов, которым нужна поддержка.",
    "Кто ответит на вопросы": "Е. П. Соколова, с 14 до 17" });
  await page.getByLabel("Наставники", { exact: true }).check();
  await press(page, "Открыть приём заявок");
  assert.match(await text(page), /Открыт/);
  assert.equal(await page.locator("svg.qr").count(), 1);
  await looks(page, "enrolment-open");
  curator.door = await page.getByRole("link", { name: "Открыть страницу программы" }).getAttribute("href");
  await follow(page, /Плакат/);
  assert.match(await text(page), /Наведите камеру телефона/);
  await looks(page, "enrolment-poster");
}

async function parentApplies(guest, curator, looks) {
  const { page } = guest;
  await page.goto(curator.door);
  await looks(page, "join");
  await follow(page, "Подать заявку за ребёнка");
  await looks(page, "join-child");
  await press(page, "Продолжить");
  assert.match(await text(page), /Напишите фамилию/);
  await looks(page, "join-child-wrong");
  await fill(page, { Фамилия: "Ыгрова", Имя: "Дарья", Отчество: "Сергеевна", "Год рождения": String(year - 11),
    "Место учёбы": "7 «Б»", "Просьба своими словами": "у ребёнка инвалидность, дроби",
    "Ваши фамилия": "Ыгрова Анна Петровна", "Ваш телефон": "8 (912) 345-67-89" });
  await choose(page, /Учёба/);
  await press(page, "Продолжить");
  assert.match(await text(page), /Похоже, здесь сведения о здоровье/);
  assert.equal(await page.getByLabel("Ваши фамилия").inputValue(), "Ыгрова Анна Петровна", "nothing is lost");
  await fill(page, { "Просьба своими словами": "дроби и проценты" });
  await press(page, "Продолжить");
  assert.match(await text(page), /Согласие 1 из 2/);
  await looks(page, "join-consent");
  await sign(page, 2);
  assert.match(await text(page), /Ждёт решения/);
  await looks(page, "join-status");
  guest.status = page.url();
}

async function coordinatorApproves(curator, guest, looks) {
  const { page } = curator;
  await page.goto("/notices");
  assert.match(await text(page), /новые заявки/);
  assert.doesNotMatch(await text(page), /Ыгрова/);
  await page.goto(`${curator.programme}/mentees?state=applied`);
  assert.match(page.url(), /applications/);
  await looks(page, "applications");
  await follow(page, "Ыгрова Дарья Сергеевна");
  await looks(page, "application");
  await press(page, "Отклонить заявку");
  assert.match(await text(page), /Напишите причину/);
  await looks(page, "application-wrong");
  await press(page, "Одобрить заявку");
  assert.match(await text(page), /внесён в базу/);
  await page.goto(`${curator.programme}/mentees?q=${encodeURIComponent("Ыгрова")}`);
  await follow(page, "Ыгрова Дарья Сергеевна");
  assert.match(await text(page), /Учёба: дроби и проценты/);
  await follow(page, "Согласия");
  assert.match(await text(page), /Ыгрова Анна Петровна, законный представитель/);
  await guest.page.goto(guest.status);
  assert.match(await text(guest.page), /Одобрена/);
}

async function teenAndRepresentative(guest, curator, looks) {
  const { page } = guest;
  await page.goto(`${curator.door}/mentee`);
  await fill(page, { Фамилия: "Йот", Имя: "Илья", "Год рождения": String(year - 11), "Место учёбы": "9 «А»",
    "Просьба своими словами": "физика", "Электронная почта": "ilya@example.test" });
  await choose(page, /Учёба/);
  await press(page, "Продолжить");
  assert.match(await text(page), /До 14 лет заявку подаёт родитель/);
  assert.equal(await page.getByRole("button", { name: "Продолжить как родитель" }).count(), 1);
  await looks(page, "join-young");
  await fill(page, { "Год рождения": String(year - 15), "Родитель или опекун": "Йот Пётр Ильич" });
  await press(page, "Продолжить");
  await sign(page, 2);
  assert.match(await text(page), /ссылку для согласия даст куратор/);
  await looks(page, "join-teen-waits");
  await curator.page.goto(`${curator.programme}/applications?side=mentee&state=unsigned`);
  await follow(curator.page, "Йот Илья");
  await looks(curator.page, "application-unsigned");
  const link = await curator.page.locator(".address").first().innerText();
  await page.goto(new URL(link).pathname + new URL(link).search);
  await fill(page, { "Ваш телефон": "89120000001" });
  await sign(page, 2);
  assert.match(await text(page), /Ждёт решения/);
  await follow(page, "Отозвать заявку");
  await looks(page, "join-withdraw");
  await press(page, "Отозвать заявку");
  assert.match(await text(page), /Личные данные из заявки удалены/);
}

async function classTeacher(guest, curator, looks) {
  const { page } = curator;
  await page.goto(`${curator.programme}/enrolment`);
  await fill(page, { "Кому ссылка": "Белова, 7 «Б»" });
  await press(page, "Сделать ссылку");
  const link = await page.locator("#teachers ~ ul .address").first().innerText();
  await looks(page, "enrolment-teachers");
  await guest.page.goto(new URL(link).pathname + new URL(link).search);
  await looks(guest.page, "class");
  await fill(guest.page, { "Школа и класс": "7 «Б»", "Ученики": "Ыков Пётр, 2015, дроби\nЫкова Анна" });
  await choose(guest.page, /Учёба/);
  await press(guest.page, "Внести список");
  assert.match(await text(guest.page), /Строка 2: нет года рождения/);
  assert.match(await guest.page.getByLabel("Ученики").inputValue(), /Ыков Пётр/);
  await looks(guest.page, "class-wrong");
  await fill(guest.page, { "Ученики": `Ыков Пётр, ${year - 11}, дроби\nЫкова Анна; ${year - 10}` });
  await press(guest.page, "Внести список");
  assert.match(await text(guest.page), /Ыкова А/);
  await looks(guest.page, "class-written");
  await follow(guest.page, "Открыть листы для родителей");
  assert.equal(await guest.page.locator("svg.qr").count(), 2);
  await looks(guest.page, "class-slips");
  const one = new URL(await guest.page.locator(".slip .address").first().innerText());
  await guest.page.goto(one.pathname + one.search);
  await press(guest.page, "Даю согласие");
  assert.match(await text(guest.page), /Напишите свои фамилию и имя/);
  await looks(guest.page, "join-consent-wrong");
  await fill(guest.page, { "Ваши фамилия": "Ыкова Ольга", "Ваш телефон": "89120000002" });
  await sign(guest.page, 2);
  await page.goto(`${curator.programme}/applications`);
  await page.getByLabel(/Выбрать: Ыков Пётр/).check();
  await press(page, "Одобрить выбранные");
  assert.match(await text(page), /Одобрено заявок: 1/);
}

async function closing(guest, curator, looks) {
  await curator.page.goto(`${curator.programme}/enrolment`);
  await press(curator.page, "Закрыть приём");
  await guest.page.goto(curator.door);
  assert.match(await text(guest.page), /Приём заявок закрыт/);
  assert.equal(await guest.page.locator("form").count(), 0);
  await looks(guest.page, "join-closed");
  assert.equal((await guest.page.goto("/application?token=AAAA")).status(), 404);
  await looks(guest.page, "join-gone");
}

async function walk({ database, javaScriptEnabled = true, look = false }) {
  const server = await startServer({ database, people: 60 });
  const curator = await open(browser, server, { javaScriptEnabled });
  const guest = await open(browser, server, { viewport: narrow, javaScriptEnabled });
  const wrong = [];
  const looks = async (page, name) => look && wrong.push(...(await everyLook(page, `enrol-${name}`)));
  try {
    await openDoor(curator, looks);
    await parentApplies(guest, curator, looks);
    await coordinatorApproves(curator, guest, looks);
    await teenAndRepresentative(guest, curator, looks);
    await classTeacher(guest, curator, looks);
    await closing(guest, curator, looks);
    assert.deepEqual([...wrong, ...curator.faults, ...guest.faults], []);
  } finally {
    await curator.context.close();
    await guest.context.close();
    await server.stop();
  }
}

test("enrolment on SQLite, every page in every look", () => walk({ look: true }));
test("enrolment on PostgreSQL", async () => walk({ database: await newDatabase() }));
test("enrolment without JavaScript", () => walk({ javaScriptEnabled: false }));
