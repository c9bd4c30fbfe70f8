// A candidate for mentors on the way to the first pair: questionnaire, interview, check, decision,
// training by attendance and test, ready, paired. Then a record check that expires, with the clock
// in the test's hands: people are told, contacts close that day and open with another one.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { narrow, signIn, startBrowser, startServer, wide } from "./lib.mjs";
import { Person } from "./people.mjs";

const execute = promisify(execFile);
const questions = fileURLToPath(new URL("../../methodology/target-model/training-questions.tsv", import.meta.url));
let server, browser;

const clock = (ms) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
const day = (ms) => new Date(ms).toISOString().slice(0, 10).split("-").reverse().join(".");
const days = 86400000;

before(async () => {
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
});

async function sql(statement) {
  const program = "import sqlite3, sys, json; d = sqlite3.connect(sys.argv[1]); r = d.execute(sys.argv[2]).fetchall(); d.commit(); print(json.dumps([[str(v) if isinstance(v, int) and v > 2**53 else v for v in x] for x in r]))";
  return JSON.parse((await execute("/usr/bin/python3", ["-c", program, join(server.data, "nastavnik.db"), statement])).stdout);
}

async function as(role, options) {
  const person = await Person.at(browser, server, role, options);
  await signIn(person.page, role);
  return person;
}

// The right options of each question of the test, as the methodology has them.
async function rightAnswers() {
  const [head, ...rows] = (await readFile(questions, "utf8")).trim().split("\n").map((line) => line.split("\t"));
  const at = (name) => head.indexOf(name);
  return rows.map((row) => row[at("right")].split(";").map((n) => row[at("options_ru")].split(";")[Number(n) - 1].trim()));
}

async function select(curator, candidate) {
  await curator.follow("Отбор", { exact: true });
  await curator.meets("Отбор наставника", "selection");
  await curator.sees("Анкета кандидата не заполнена", "Собеседование не записано", "Решения ещё нет");
  await curator.follow("Заполнить анкету", { exact: true });
  await curator.meets("Анкета кандидата", "selection-questions");
  await curator.fill({ "Почему вы хотите стать наставником": "Люблю объяснять" });
  await curator.press("Сохранить анкету");
  await curator.meets("Анкета кандидата", "selection-questions-wrong");
  assert.equal(await curator.page.getByLabel("Почему вы хотите стать наставником").inputValue(), "Люблю объяснять");
  await curator.fill({
    "Чему вы можете научить и в чём у вас есть успешный опыт": "Математика",
    "Сколько времени и в какие дни вы готовы встречаться": "Час в неделю",
  });
  await curator.press("Сохранить анкету");
  await curator.sees("На отборе", "Люблю объяснять");
  await curator.follow("Записать собеседование");
  await curator.meets("Лист собеседования", "selection-interview");
  for (const group of await curator.page.locator("main fieldset").all()) await group.getByLabel("2 — в полной мере").check();
  await curator.fill({ Вывод: "Готов помогать" });
  await curator.press("Записать собеседование");
  await curator.sees("14 из 14");
  for (const summary of await curator.page.locator("main summary").filter({ hasText: "Отметить проверку" }).all()) await summary.click();
  await curator.fill({ "По чему это видно": "10 класс" });
  await curator.press(/^Выполнено/);
  await curator.meets("Отбор наставника", "selection-checked");
  await curator.follow("Записать решение");
  await curator.meets("Решение об отборе", "selection-decision");
  await curator.choose("Отклонить");
  await curator.press("Записать решение");
  await curator.meets("Решение об отборе", "selection-decision-wrong");
  await curator.sees("Напишите причину отказа");
  await curator.choose("Отобрать");
  await curator.press("Записать решение");
  await curator.sees("Отобран", "Для отбора всё есть");
  assert.match(await curator.text(), new RegExp(candidate));
}

async function addSession(curator, topic, today) {
  await curator.follow("Добавить занятие");
  await curator.meets("Добавить занятие", "training-new");
  await curator.fill({ "День занятия": today, "Кто ведёт": "Психолог А. А. Лис" });
  await curator.choose(topic);
  await curator.press("Добавить занятие");
}

async function train(curator, candidate, programme, today) {
  await curator.go(`${programme}/training`);
  await curator.meets("Обучение наставников", "training-empty");
  await addSession(curator, "Безопасность и этика", today);
  await addSession(curator, "Эффективное общение и активное слушание", today);
  await curator.press("Направить на обучение всех отобранных");
  await curator.meets("Обучение наставников", "training");
  for (let i = 0; i < 2; i++) {
    await curator.follow(/^Отметить/);
    await curator.meets("Кто был на занятии", "training-sheet");
    await curator.choose(candidate);
    await curator.press("Сохранить посещение");
  }
  await curator.sees("4 из 4 ч");
  await curator.follow(candidate);
  await curator.meets("Обучение наставника", "training-person");
  await curator.follow("Пройти тест вместе с наставником");
  await curator.meets("Тест по обучению", "training-test");
  const right = await rightAnswers();
  const groups = await curator.page.locator("main fieldset").all();
  assert.equal(groups.length, right.length);
  await groups[0].getByRole("radio").first().check();
  await curator.press("Проверить ответы");
  await curator.meets("Тест по обучению", "training-test-wrong");
  const again = await curator.page.locator("main fieldset").all();
  for (const [i, answers] of right.entries()) for (const words of answers) await again[i].getByLabel(words, { exact: true }).check();
  await curator.press("Проверить ответы");
  await curator.meets("Тест по обучению", "training-test-passed");
  await curator.sees(`Тест пройден: верно ${right.length} из ${right.length}`);
}

for (const javaScriptEnabled of [true, false])
  test(`a candidate becomes a mentor and is paired${javaScriptEnabled ? "" : ", without JavaScript"}`, async () => {
    server = await startServer({ people: 120 });
    const curator = await as("куратор", { looks: javaScriptEnabled, viewport: javaScriptEnabled ? wide : narrow, javaScriptEnabled });
    await curator.follow("Вместе к олимпиаде");
    const programme = new URL(curator.page.url()).pathname;
    // A pupil: nobody asks them for a certificate.
    const [[id, ...name]] = await sql("SELECT x.id, p.surname, p.given, p.patronymic FROM participation x JOIN person p ON p.id = x.person_id "
      + `WHERE x.side = 'mentor' AND x.state = 'in_base' AND x.form_code = 'student_student' AND x.programme_id = ${programme.match(/\d+/)[0]}`);
    const candidate = name.filter(Boolean).join(" ");
    await curator.go(`${programme}/mentors?state=in_base`);
    await curator.follow(candidate);
    await curator.sees("Кандидат", "Отбор, обучение, справка");
    await select(curator, candidate);
    await train(curator, candidate, programme, day(Date.now()));
    await curator.go(`/participations/${id}`);
    await curator.sees("Готов к работе", "Обучение и проверки пройдены");

    await curator.go(`${programme}/drafts`);
    await curator.meets("Подбор пар", "drafts-left-out");
    await curator.sees("Кто не войдёт в черновик");
    await curator.press("Составить черновик");
    const taken = async () => (await sql(`SELECT count(*) FROM run_pair WHERE mentor_id = ${id}`))[0][0];
    assert.ok(await taken() > 0, "the new mentor is in the draft");
    await curator.go(`${new URL(curator.page.url()).pathname}/publish`);
    await curator.press(/^Опубликовать/);
    await curator.go(`/participations/${id}`);
    await curator.sees("В паре");
    await curator.leave();
    await server.stop();
  });

// The mentor of a child of under 14 with a certificate that lasts a while.
async function checkedPair() {
  const [[pair, mentee, mentor, unit, expires]] = await sql("SELECT q.id, e.person_id, o.person_id, o.unit_id, max(v.expires_on) FROM pair q JOIN participation e ON e.id = q.mentee_id "
    + "JOIN participation o ON o.id = q.mentor_id JOIN person p ON p.id = e.person_id JOIN vetting v ON v.person_id = o.person_id "
    + "JOIN programme g ON g.id = q.programme_id WHERE g.title = 'Старшие помогают младшим' AND q.ended_at IS NULL AND p.birth_year >= strftime('%Y', 'now') - 12 GROUP BY q.id, e.person_id, o.person_id, o.unit_id ORDER BY 5 DESC LIMIT 1");
  return { pair, mentee, mentor, unit, expires: Date.parse(`${expires}T12:00:00Z`) };
}

// The one of the demo region is taken back first, so that the coordinator records one here.
async function consentToContacts(curator, { mentee }) {
  await sql(`UPDATE consent SET withdrawn_at = ${Math.floor(await server.now())} WHERE relation = 'representative' AND withdrawn_at IS NULL `
    + `AND person_id = ${mentee} AND text_id IN (SELECT id FROM consent_text WHERE kind = 'contact')`);
  await curator.go(`/people/${mentee}/consents/new?kind=contact`);
  await curator.choose("Законный представитель");
  await curator.fill({ "Имя на документе": "Ким Ольга Сергеевна", "День согласия": day(await server.now()) });
  await curator.press("Продолжить");
  await curator.press("Записать согласие");
  const given = await sql("SELECT count(*) FROM consent c JOIN consent_text t ON t.id = c.text_id "
    + `WHERE t.kind = 'contact' AND c.relation = 'representative' AND c.withdrawn_at IS NULL AND c.person_id = ${mentee}`);
  assert.equal(given[0][0], 1);
}

test("a certificate that expires closes contacts that day, a new one opens them", async () => {
  server = await startServer({ people: 120, clock: clock(Date.now()) });
  let curator = await as("куратор", { looks: true });
  const it = await checkedPair();
  await consentToContacts(curator, it);
  await curator.go(`/pairs/${it.pair}`);
  await curator.sees("Согласие отмечено");
  await curator.leave();

  await server.setClock(clock(it.expires - 20 * days));
  curator = await as("куратор", { looks: true });
  const told = async (words) => (await sql(`SELECT count(*) FROM notice WHERE person_id = ${it.mentor} AND text LIKE '%${words}%'`))[0][0];
  for (const until = Date.now() + 30000; !(await told("истекает")) && Date.now() < until;) await new Promise((go) => setTimeout(go, 200));
  assert.equal(await told("истекает"), 1);
  await curator.go(`/pairs/${it.pair}`);
  await curator.sees("Согласие отмечено");
  await curator.go(`/units/${it.unit}/vetting`);
  await curator.meets("Справки: скоро истекают", "vetting-soon");
  await curator.sees("Скоро истекает");
  await curator.leave();

  await server.setClock(clock(it.expires));
  curator = await as("куратор", { looks: true });
  await curator.go(`/pairs/${it.pair}`);
  await curator.sees("Справка истекла");
  await curator.meets("Пара", "pair-closed");
  assert.doesNotMatch(await curator.text(), /Согласие отмечено/);
  await curator.follow("Записать справку наставника");
  await curator.meets("Справка об отсутствии судимости", "vetting-over");
  await curator.fill({ "Номер справки": "59-100500", "День выдачи": "31.02.2026" });
  await curator.press("Записать справку");
  await curator.meets("Справка об отсутствии судимости", "vetting-wrong");
  await curator.sees("Такой даты нет");
  await curator.fill({ "День выдачи": day(it.expires - days) });
  await curator.press("Записать справку");
  await curator.sees("Справка действует");
  await curator.go(`/pairs/${it.pair}`);
  await curator.sees("Согласие отмечено");
  await curator.leave();
  await server.stop();
});
