// What happens beside the path: hands on the keyboard only, a session that ends in the middle of a
// form, two curators at one draft, an address of another school.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { signIn, startBrowser, startServer } from "./lib.mjs";
import { Person } from "./people.mjs";
import { writeRegistries } from "./registries.mjs";

const execute = promisify(execFile);
let server, browser, registries;

before(async () => {
  server = await startServer({ people: 150 });
  browser = await startBrowser();
  registries = await mkdtemp(join(tmpdir(), "nastavnik-registries-"));
  await writeRegistries(registries);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(registries, { recursive: true });
});

// What a person cannot do on the screen: SQL beside the running server.
async function sql(statement) {
  const program = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); r = d.execute(sys.argv[2]).fetchall(); d.commit(); print(r)";
  return (await execute("/usr/bin/python3", ["-c", program, join(server.data, "nastavnik.db"), statement])).stdout;
}

async function as(role) {
  const person = await Person.at(browser, server, role);
  await signIn(person.page, role);
  return person;
}

// Where the focus is, in words, and whether one sees it.
function focused(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (at === document.body) return { words: "", ring: true };
    const labels = [...(at.labels ?? [])].map((label) => label.innerText);
    const rings = [at, ...(at.labels ?? [])].map((e) => getComputedStyle(e)) // a card wears the ring of its choice
      .filter((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    return { words: [at.innerText, ...labels, at.getAttribute("aria-label")].join(" ").replace(/\s+/g, " ").trim(), ring: rings.length > 0 };
  });
}

async function tabTo(page, words) {
  for (let i = 0; i < 300; i++) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    assert.ok(at.ring, `the focus is not seen: ${at.words}`);
    if (words.test(at.words)) return;
  }
  assert.fail(`Tab does not reach ${words} on ${page.url()}`);
}

async function enter(page, words) {
  await tabTo(page, words);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

async function jobDone(page) {
  await page.getByRole("link", { name: "Открыть результат" }).waitFor();
  await enter(page, /^Открыть результат/);
}

test("the keyboard alone leads from the sign-in through an upload to a made draft", async () => {
  const keyboard = await Person.at(browser, server, "keyboard");
  const { page } = keyboard;
  await page.goto("/login");
  await enter(page, /^куратор$/);
  await enter(page, /^Вместе к олимпиаде/);
  await enter(page, /^Загрузки/);
  await enter(page, /^Загрузить таблицу/);
  const chooser = page.waitForEvent("filechooser"); // listened for before the key that opens it
  await tabTo(page, /^Таблица$/);
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(join(registries, "mentees.csv"));
  await enter(page, /^Загрузить таблицу/);
  await jobDone(page);
  await enter(page, /^Проверить строки/);
  await enter(page, /^Загрузить \d+ стро/);
  await jobDone(page);
  await enter(page, /^Черновики пар/);
  await enter(page, /^Составить черновик/);
  await keyboard.meets(/^Черновик пар \d/, "draft");
  const name = await page.locator("tbody th").first().innerText();
  await enter(page, new RegExp(`^${name}`));
  await tabTo(page, /^Закрепить пару/);
  await keyboard.leave();
});

test("a table under a password is told, and its owner can give another", async () => {
  const curator = await as("куратор");
  await curator.follow("Вместе к олимпиаде");
  const programme = new URL(curator.page.url()).pathname;
  const people = await sql("SELECT count(*) FROM participation");
  await curator.go(`${programme}/import?side=mentee`);
  // Saved by LibreOffice with the password «secret»: really encrypted, not a head alone.
  await curator.page.locator("input[type=file]").setInputFiles(fileURLToPath(new URL("../data/locked.xlsx", import.meta.url)));
  await curator.press("Загрузить таблицу");
  await curator.page.getByText("Файл под паролем").waitFor();
  await curator.follow("Что можно сделать");
  await curator.sees("Файл под паролем", "снимите пароль");
  await curator.follow("Заменить файл");
  assert.equal(await curator.page.locator("input[type=file]").count(), 1);
  assert.equal(await sql("SELECT count(*) FROM participation"), people);
  await curator.leave();
});

test("rows that a table hides are named before they are loaded", async () => {
  const path = join(registries, "hidden.xlsx");
  await execute("/usr/bin/python3", ["-c",
    "import openpyxl, sys; b = openpyxl.Workbook(); s = b.active; s.append(['ФИО наставляемого', 'Год рождения', 'Основной запрос'])\n"
    + "for n in ('Юдин Ян', 'Юдина Яна', 'Язев Яков'): s.append([n, 2012, 'химия'])\n"
    + "s.row_dimensions[3].hidden = True; b.save(sys.argv[1])", path]);
  const curator = await as("куратор");
  await curator.follow("Вместе к олимпиаде");
  await curator.go(`${new URL(curator.page.url()).pathname}/import?side=mentee`);
  await curator.page.locator("input[type=file]").setInputFiles(path);
  await curator.press("Загрузить таблицу");
  await curator.page.getByRole("link", { name: "Открыть результат" }).click();
  await curator.press("Проверить строки");
  await curator.sees("скрытые строки: 1", "Их номера: 3");
  await curator.leave();
});

test("of two curators at one draft the later is told", async () => {
  const first = await as("куратор");
  const unit = first.page.url().match(/units\/\d+/)[0];
  await first.go(`/${unit}/invites/new`);
  await first.fill({ "Для кого": "вторая" });
  await first.choose("куратор");
  await first.press("Создать приглашение");
  const link = await first.page.locator(".address").textContent();
  const second = await Person.at(browser, server, "second");
  await second.accept(link, { login: "second", password: "три тихих слова", surname: "Ручьёва", given: "Майя" });
  await second.enrol();

  for (const curator of [first, second]) {
    await curator.go("/");
    await curator.follow("Вместе к олимпиаде");
    await curator.follow("Черновики пар");
    if (curator === first) await curator.press("Составить черновик");
    else await curator.follow(/^Черновик \d/);
    await curator.page.locator("table tbody tr").first().getByRole("link").click();
    await curator.page.locator("#why").waitFor();
  }
  await second.press("Закрепить пару");
  await second.sees("Закреплена");
  await first.press("Запретить пару", { within: first.page.locator("#why") });
  await first.sees("Пока вы смотрели черновик, он изменился: М. Ручьёва");
  await first.sees(/Последняя отметка: закреплена пара \S+ \S+ – \S+ \S+\./);
  assert.equal(await first.page.getByRole("heading", { name: "Запрещённые пары" }).count(), 0);
  await first.leave();
  await second.leave();
});

test("a session that ends in the middle of a form keeps the text", async () => {
  const curator = await as("куратор");
  await curator.follow("Создать программу");
  await curator.fill({ "Название программы": "Вместе к экзамену", Начало: "15.09.2026", Завершение: "30.05.2027" });
  await curator.choose("Студент – ученик");
  await sql("UPDATE session SET seen_at = 0, created_at = 0");
  await curator.press("Продолжить");
  await curator.meets("Вход", "login");
  await curator.sees("То, что вы написали, сохранено");
  await curator.press(/^куратор$/i);
  await curator.meets("Новая программа", "kept");
  assert.equal(await curator.page.getByLabel("Название программы").inputValue(), "Вместе к экзамену");
  assert.equal(await curator.page.getByLabel("Завершение").inputValue(), "30.05.2027");
  assert.ok(await curator.page.getByRole("checkbox", { name: "Студент – ученик" }).isChecked());
  await curator.press("Продолжить");
  await curator.meets("Правила пар и встреч", "limits");
  await curator.leave();
});

test("an address of another school is not there, and the journal knows", async () => {
  const curator = await as("куратор");
  const unit = curator.page.url().match(/units\/\d+/)[0];
  const region = await as("региональный оператор");
  await region.follow("Тихолесский муниципальный округ");
  const other = new URL(region.page.url()).pathname;
  await region.follow(/Школа|Лицей|Гимназия|Колледж/);
  const school = new URL(region.page.url()).pathname;
  for (const path of [other, school, `${school}/programmes`, `${school}/people`, "/programmes/456000000000000001", "/drafts/456000000000000001"]) {
    const answer = await curator.go(path);
    assert.equal(answer.status(), 404, path);
    await curator.meets("Такой страницы нет", "not-found");
  }
  await curator.go(`/${unit}/audit`);
  await curator.meets("Журнал", "audit");
  await curator.sees("Отметка в черновике пар: Закрепить");
  assert.match(await sql("SELECT count(*) FROM audit WHERE action = 'denied'"), /\[\([4-9]/);
  await curator.leave();
  await region.leave();
});
