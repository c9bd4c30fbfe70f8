// A pair of teachers: their programme built, agreed, approved and read by LibreOffice; an open
// lesson with the sheets of two visitors and its log; an addendum ended early on the right day;
// the evidence as PDF. The rows of the pair are laid out first; everything else is pressed.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { book, everyLook, newDatabase, open, signIn, sound, startBrowser, startServer } from "./lib.mjs";

const execute = promisify(execFile);
const unit = "(SELECT p.unit_id FROM account a JOIN person p ON p.id = a.person_id WHERE a.login = 'mentor')";
const people = [[9101, "Зайцева", "Ирина", "Олеговна"], [9102, "Громов", "Пётр", "Ильич"], [9103, "Белкина", "Анна", "Юрьевна"]];
const key = (p) => p.slice(1).join(" ").toLowerCase().replaceAll("ё", "е");
const rows = [
  `INSERT INTO programme (id, unit_id, pack_id, title, starts_on, ends_on, state, across, created_at)
   SELECT 9001, ${unit}, id, 'Педагог – педагогу', '2026-09-01', '2027-05-31', 'active', 'organisation', 0 FROM pack WHERE code = 'teachers-model' AND current = 1`,
  "INSERT INTO programme_form (programme_id, form_code) VALUES (9001, 'pedagogue_pedagogue')",
  ...people.map((p) => `INSERT INTO person (id, unit_id, surname, given, patronymic, name_key, birth_year, created_at)
   SELECT ${p[0]}, ${unit}, '${p[1]}', '${p[2]}', '${p[3]}', '${key(p)}', 1990, 0`),
  ...[["mentee", 0, "дисциплина на уроке и открытый урок", ""], ["mentor", 1, "", "методика математики"], ["mentor", 2, "", "история"]].map(([side, i, request, skill]) =>
    `INSERT INTO participation (id, unit_id, programme_id, person_id, side, sort_key, state, form_code, place, request, competencies, joined_on, created_at)
     SELECT ${9201 + i}, unit_id, 9001, id, '${side}', name_key, 'paired', 'pedagogue_pedagogue', 'учитель', '${request}', '${skill}', '2026-09-15', 0 FROM person WHERE id = ${people[i][0]}`),
  `INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, mentor_name, sort_key, form_code, state, created_at)
   SELECT 9301, unit_id, 9001, 9201, 9202, 'Зайцева Ирина Олеговна', 'Громов Пётр Ильич', name_key, 'pedagogue_pedagogue', 'active', 1789000000000 FROM person WHERE id = 9101`,
  "UPDATE account SET person_id = 9101 WHERE login = 'mentee'",
  "UPDATE account SET person_id = 9103 WHERE login = 'expert'",
  "UPDATE account SET person_id = 9102 WHERE login = 'mentor'",
];

async function layOut(server, database) {
  if (database) return execute("psql", [database, "-qv", "ON_ERROR_STOP=1", "-c", rows.join(";")]);
  const program = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); [c.execute(s) for s in sys.argv[2:]]; c.commit()";
  return execute("/usr/bin/python3", ["-c", program, join(server.data, "nastavnik.db"), ...rows]);
}

let browser, folder;

before(async () => {
  browser = await startBrowser();
  folder = await mkdtemp(join(tmpdir(), "nastavnik-teachers-"));
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function person(server, role, options = {}) {
  const opened = await open(browser, server, options);
  opened.context.setDefaultTimeout(10000);
  await signIn(opened.page, role);
  const { page } = opened;
  const act = async (kind, name) => {
    const target = page.getByRole(kind, { name }).first();
    await target.waitFor();
    await Promise.all([page.waitForNavigation(), target.click()]);
  };
  return {
    ...opened,
    press: (name) => act("button", name),
    follow: (name) => act("link", name),
    go: (path) => page.goto(path),
    text: async () => (await page.locator("main").innerText()).replaceAll("\u00a0", " "),
    async sees(...words) {
      for (const part of words) await page.locator("main").getByText(part).first().waitFor();
    },
    async file(path) {
      const answer = await page.request.get(path);
      assert.equal(answer.status(), 200, path);
      return answer.body();
    },
  };
}

async function write(name, bytes) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

// The text as LibreOffice reads it.
async function docxText(bytes) {
  const path = await sound(await write("paper.docx", bytes));
  await execute("soffice", [`-env:UserInstallation=file://${folder}/office`, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, path]);
  return (await readFile(join(folder, "paper.txt"), "utf8")).replaceAll("\u00a0", " ");
}

// Paragraphs from edge to edge that hold a line break: the words before it would be spread over the line.
const stretched = `
import sys, zipfile
from xml.etree import ElementTree
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
root = ElementTree.fromstring(zipfile.ZipFile(sys.argv[1]).read("word/document.xml"))
print(sum(p.find(f".//{W}br") is not None and p.find(f"{W}pPr/{W}pStyle").get(W + "val") == "Normal" for p in root.iter(W + "p")))
`;

const plain = (s) => s.replace(/\s+/g, " ").trim();

async function walk({ database, javaScriptEnabled = true, looks = false } = {}) {
  const server = await startServer({ people: 60, database, clock: "2026-11-05 09:00" });
  try {
    await layOut(server, database);
    const mentor = await person(server, "наставник", { javaScriptEnabled });
    const curator = await person(server, "куратор", { javaScriptEnabled });
    const wrong = [];
    const look = async (who, name) => looks && wrong.push(...(await everyLook(who.page, name)));

    // The programme, from the request to the order.
    await mentor.go("/my/pairs/9301");
    await mentor.follow("Персонализированная программа");
    await look(mentor, "personal-none");
    await mentor.press("Составить программу из запроса");
    await mentor.sees("дисциплина на уроке и открытый урок");
    await look(mentor, "personal-draft");
    const mine = new URL(mentor.page.url()).pathname;
    const staff = mine.replace("/my", "");
    await mentor.follow("Добавить своё мероприятие");
    await mentor.press("Сохранить мероприятие");
    assert.match(await mentor.text(), /Напишите, что будет сделано/);
    await look(mentor, "personal-step-wrong");
    await mentor.page.getByLabel("Основной").check();
    await mentor.page.getByLabel("Что будет сделано").fill("Провести урок в планетарии");
    await mentor.page.getByLabel("Срок", { exact: true }).fill("01.01.2020");
    await mentor.page.getByLabel("Планируемый результат").fill("урок проведён");
    await mentor.press("Сохранить мероприятие");
    assert.match(await mentor.text(), /День вне срока/);
    await mentor.page.getByLabel("Срок", { exact: true }).fill("20.01.2027");
    await mentor.press("Сохранить мероприятие");
    await mentor.sees("Провести урок в планетарии");
    await mentor.follow("Добавить из библиотеки");
    await look(mentor, "personal-library");
    await mentor.page.getByLabel(/родительское собрание/).check();
    await mentor.press("Добавить в план");
    await mentor.follow("Править текст и срок");
    await look(mentor, "personal-text");
    await mentor.page.getByRole("textbox", { name: /^Цель программы/ }).fill("Ирина Олеговна уверенно ведёт класс");
    await mentor.page.getByLabel("Завершение", { exact: true }).fill("06.11.2026");
    await mentor.press("Сохранить текст и срок");
    assert.match(await mentor.text(), /не меньше 3 месяцев/);
    assert.equal(await mentor.page.getByLabel(/^Цель программы/).inputValue(), "Ирина Олеговна уверенно ведёт класс");
    await mentor.page.getByLabel("Завершение", { exact: true }).fill("31.05.2027");
    await mentor.press("Сохранить текст и срок");
    await mentor.follow("Отправить на согласование");
    await mentor.press("Отправить на согласование");
    await mentor.sees("На согласовании в совете");
    await curator.go("/programmes/9001/personal");
    await look(curator, "personal-list");
    await curator.follow("Зайцева Ирина Олеговна");
    await curator.follow("Записать согласование советом");
    await curator.page.getByLabel("Номер протокола").fill("3");
    await curator.page.getByLabel("День протокола").fill("04.11.2026");
    await look(curator, "personal-council");
    await curator.press("Записать согласование");
    await curator.follow("Записать приказ");
    await curator.page.getByLabel("Номер приказа").fill("84");
    await curator.press("Записать приказ");
    await curator.sees("Утверждена");
    await look(curator, "personal-approved");
    const words = plain(await docxText(await curator.file(`${staff}/programme.docx`)));
    const steps = (await curator.page.locator("table tbody th").allInnerTexts()).map((t) => plain(t.split("\n")[0]));
    assert.ok(steps.length > 6 && steps.includes("Провести урок в планетарии"));
    for (const part of ["Зайцева Ирина Олеговна", "Громов Пётр Ильич", "приказ от 05.11.2026 № 84", "протокол от 04.11.2026 № 3", "Ирина Олеговна уверенно ведёт класс", "с 05.11.2026 по 31.05.2027", ...steps])
      assert.ok(words.includes(part), `the paper lacks «${part}»`);
    assert.equal((await execute("/usr/bin/python3", ["-c", stretched, join(folder, "paper.docx")])).stdout.trim(), "0");
    await mentor.go(mine);
    await mentor.page.getByText(/^Отметить выполнение/).first().click();
    await mentor.press(/^Сохранить отметку/);
    await mentor.sees("Выполнено 5 ноября");

    // The lesson: planned, visited by two, summed up, in the log.
    await mentor.go("/my/couples/9301/lessons/new");
    await look(mentor, "lesson-new");
    await mentor.page.getByLabel("День", { exact: true }).fill("05.11.2026");
    await mentor.page.getByLabel("Класс или группа").fill("7 «Б»");
    await mentor.page.getByLabel("Предмет", { exact: true }).fill("алгебра");
    await mentor.page.getByLabel("Тема урока").fill("Дроби в музыке");
    await mentor.press("Назначить урок");
    const lesson = new URL(mentor.page.url()).pathname;
    await mentor.page.getByLabel(/Позвать коллегу/).fill("белк");
    await mentor.press("Найти коллегу");
    await mentor.press(/Позвать.*Белкина/);
    await mentor.press("Урок проведён");
    await look(mentor, "lesson-held");
    const guest = await person(server, "эксперт", { javaScriptEnabled });
    const sheet = async (who, marks) => {
      for (let i = 0; i < 15; i++)
        await who.page.locator(`input[name=m${i}][value="${marks[i]}"]`).check();
      await who.press("Сохранить лист анализа");
    };
    await guest.go("/my/visits");
    await look(guest, "lesson-visits");
    await guest.follow(/Дроби в музыке/);
    await guest.press("Сохранить лист анализа");
    assert.match(await guest.text(), /Поставьте отметку/);
    await look(guest, "lesson-sheet-wrong");
    await sheet(guest, "222222222221111"); // 26
    await mentor.follow("Открыть свой лист анализа");
    await sheet(mentor, "111111111111111"); // 15
    await mentor.go(lesson);
    await mentor.sees("20,5 из 30");
    await mentor.page.getByRole("textbox", { name: /^Что получилось/ }).fill("Урок достиг цели");
    await mentor.press("Сохранить итог");
    await curator.go("/programmes/9001/lessons");
    await look(curator, "lesson-log");
    const sheets = await book(await write("log.xlsx", await curator.file("/programmes/9001/lessons.xlsx")));
    const [head, row] = Object.values(sheets)[0];
    const logged = Object.fromEntries(head.map((name, i) => [name, row[i]]));
    assert.equal(logged["Тема"], "Дроби в музыке");
    assert.equal(logged["Педагог"], "Зайцева Ирина Олеговна");
    assert.equal(logged["Средняя сумма"], (26 + 15) / 2);
    assert.match(logged["Посетители"], /Белкина.*Громов/);
    await curator.go(lesson.replace("/my", ""));
    await curator.sees("без него урок опубликовать нельзя");
    await look(curator, "lesson-staff");

    // The addendum: offered, consented, signed, ended early three working days later.
    await curator.go("/programmes/9001/addenda?q=гром");
    await look(curator, "addenda");
    await curator.follow(/Предложить наставничество.*Громов/);
    await curator.press("Предложить наставничество");
    assert.match(await curator.text(), /Напишите размер и условия оплаты/);
    await look(curator, "addendum-new-wrong");
    await curator.page.getByRole("textbox", { name: /^Размер и условия оплаты/ }).fill("5000 рублей в месяц");
    await curator.press("Предложить наставничество");
    const addendum = new URL(curator.page.url()).pathname;
    await mentor.go(`/my${addendum}`);
    await look(mentor, "addendum-offer");
    await mentor.press("Даю согласие");
    await curator.go(addendum);
    await curator.page.getByLabel("Номер соглашения").fill("12");
    await curator.press("Записать подписание");
    await look(curator, "addendum-signed");
    const agreement = plain(await docxText(await curator.file(`${addendum}/agreement.docx`)));
    for (const part of ["№ 12", "5000 рублей в месяц", "статья 351.8", "Громов Пётр Ильич", "три рабочих дня"])
      assert.ok(agreement.includes(part), `the addendum lacks «${part}»`);
    await mentor.go(`/my${addendum}`);
    await mentor.sees(/первый день без наставничества — 11\sноября 2026/);
    await mentor.page.getByRole("textbox", { name: /^Причина/ }).fill("Большая нагрузка");
    await mentor.press("Отказаться от наставничества досрочно");
    await mentor.sees(/Первый день без наставничества: 11\sноября 2026/);
    await look(mentor, "addendum-notice");

    // The evidence, on the page and in the PDF.
    await mentor.go("/my/evidence");
    await mentor.page.getByRole("radio", { name: /конкурсах профессионального/ }).check();
    await mentor.page.getByRole("textbox", { name: /^Что сделано/ }).fill("Подготовка к «Педагогу года»: призёр");
    await mentor.press("Добавить запись");
    await look(mentor, "evidence");
    const pdf = await write("evidence.pdf", await mentor.file("/my/evidence/evidence.pdf?from=01.01.2026&to=31.12.2026"));
    const { stdout } = await execute("pdftotext", ["-layout", pdf, "-"]);
    const printed = plain(stdout.replaceAll("\u00a0", " "));
    for (const part of ["Громов Пётр Ильич", "Зайцева Ирина Олеговна", "приказ № 84", "Дроби в музыке", "средняя сумма 20,5 из 30", "Подготовка к «Педагогу года»", "05.11.2026"])
      assert.ok(plain(printed).includes(part), `the evidence lacks «${part}»:\n${stdout}`);

    // The day comes, and it is obeyed.
    const state = async () => {
      await curator.go(addendum);
      if (new URL(curator.page.url()).pathname !== addendum) {
        await signIn(curator.page, "куратор");
        await curator.go(addendum);
      }
      return curator.text();
    };
    const until = async (wanted) => {
      for (const end = Date.now() + 60000; Date.now() < end;) if ((await state()).includes(wanted)) return true;
      return false;
    };
    await server.setClock("2026-11-10 18:00");
    assert.match(await state(), /Прекращается досрочно/);
    await curator.go("/pairs/9301");
    assert.match(await curator.text(), /Работает/);
    await server.setClock("2026-11-11 09:00");
    assert.ok(await until("Прекращено досрочно"));
    await curator.go("/pairs/9301");
    assert.match(await curator.text(), /Завершена досрочно/);
    assert.deepEqual(wrong, []);
    for (const who of [mentor, curator, guest]) {
      assert.deepEqual(who.faults, []);
      await who.context.close();
    }
  } finally {
    await server.stop();
  }
}

test("a pair of teachers on SQLite, every page in every look", () => walk({ looks: true }));
test("a pair of teachers on PostgreSQL, without JavaScript", async () => walk({ database: await newDatabase(), javaScriptEnabled: false }));
