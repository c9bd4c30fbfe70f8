// April to June of the year: the certificate that ends, sheets of the end, monitoring, the report, the end.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { narrow, sound } from "./lib.mjs";
import { Person } from "./people.mjs";
import { answersSheet, sheetsClose, sheetsGoOut } from "./year-autumn.mjs";
import { comes, mentees, within } from "./year.mjs";

const execute = promisify(execFile);

// Somebody is told by a job that goes every minute or hour of the server's clock.
async function comesTrue(what) {
  for (const until = Date.now() + 30000; Date.now() < until;) if (await what()) return true;
  return false;
}

export async function certificateEnds(world) {
  const { curator, mentors: [mentor] } = world;
  await comes(world, "2027-04-10", curator);
  await curator.go("/notices");
  assert.doesNotMatch(await curator.text(), /прежняя истекает/);
  await comes(world, "2027-04-20", curator, mentor);
  const told = (person) => comesTrue(async () => {
    await person.go("/notices");
    return /истекает 15 мая/.test((await person.text()).replaceAll("\u00a0", " "));
  });
  assert.ok(await told(curator), await curator.text());
  assert.ok(await told(mentor), await mentor.text());
  await curator.go(`${mentor.card}/selection`);
  await curator.follow("Справка");
  await curator.fill({ "Номер справки": "59-100", "День выдачи": "15.04.2027" });
  await curator.press("Записать справку");
  await curator.sees("Справка записана");
}

// ---- May ----

export async function sheetsAfter(world) {
  const { curator } = world;
  await comes(world, "2027-05-20", curator, ...world.mentors, ...world.pairs.map(({ mentee }) => mentee));
  const { round, links } = await sheetsGoOut(world, "на выходе", "31.05.2027");
  assert.equal(links.length, 2 * mentees.length - world.pairs.length, "two have a login, no parent has");
  const child = await Person.at(world.browser, world.server, "guest", { viewport: narrow });
  for (const link of links) {
    await child.go(within(link));
    await answersSheet(child, 8);
  }
  await child.leave();
  for (const person of [...world.mentors, ...world.pairs.map(({ mentee }) => mentee)]) {
    await person.go("/sheets");
    await person.follow(/на выходе/);
    await answersSheet(person, 8);
  }
  await sheetsClose(curator, round);
  await curator.go(`${world.programme}/impact`);
  await curator.sees("скорее всего, не случайно");
}

export async function pairsEnd(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/pairs`);
  await curator.follow("Завершить все пары");
  await curator.press("Завершить 6 пар");
  assert.ok(await comesTrue(async () => {
    await curator.go(`${world.programme}/pairs?state=finished`);
    return (await curator.page.locator("tbody tr").count()) === mentees.length;
  }));
  await curator.go(`${world.programme}/mentees`);
  await curator.lists("Завершил", 6);
}

export async function processIsJudged(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/rubric/new`);
  await curator.fill({ "Кто оценивает": "Соколова" });
  for (let n = 1; await curator.page.locator(`input[name=s${n}]`).count(); n++)
    await curator.page.locator(`input[name=s${n}][value="2"]`).check({ force: true });
  await curator.press("Сохранить оценку");
  await curator.sees(/18 из 18/);
  await curator.go(`${world.programme}/swot`);
  await curator.fill({ "Сильные стороны": "Завод рядом со школой", "Слабые стороны": "Мало времени" });
  await curator.press("Сохранить таблицу");
}

async function denominator(world, value) {
  const { curator } = world;
  await curator.go(`${world.school}/figures/edit?code=mentees_10_19`);
  await curator.fill({ Знаменатель: value, Источник: "форма ОО-1" });
  await curator.press("Сохранить числа");
}

// The number of a month as the page of indicators shows it.
async function shown(world, period) {
  await world.curator.go(`${world.school}/indicators?period=${period}`);
  const rows = await world.curator.page.locator("tbody tr", { hasText: "детей и подростков 10–19 лет" }).allInnerTexts();
  return rows[0]?.replaceAll("\u00a0", " ").match(/\d+ из \d+/)?.[0];
}

async function count(world, period) {
  const { curator } = world;
  await curator.go(`${world.school}/indicators`);
  await curator.page.locator("select[name=period]").selectOption(period);
  await curator.press("Посчитать показатели");
}

// ---- June ----

export async function numbersStay(world) {
  const { curator } = world;
  await denominator(world, "120");
  await comes(world, "2027-06-01", curator);
  if (!(await comesTrue(async () => (await shown(world, "2027-05")) === "6 из 120"))) assert.fail(await curator.text());
  await comes(world, "2027-06-20", curator);
  await denominator(world, "150");
  await count(world, "2027-06");
  assert.equal(await shown(world, "2027-06"), "6 из 150");
  assert.equal(await shown(world, "2027-05"), "6 из 120", "what May said stays");
}

async function words(world, path) {
  const folder = await mkdtemp(join(tmpdir(), "nastavnik-year-"));
  const answer = await world.curator.page.request.get(path);
  assert.equal(answer.status(), 200);
  const file = join(folder, "report.docx");
  await writeFile(file, await answer.body());
  await sound(file);
  await execute("soffice", [`-env:UserInstallation=file://${folder}/office`, "--headless", "--convert-to",
    "txt:Text (encoded):UTF8", "--outdir", folder, file]);
  const text = await readFile(join(folder, "report.txt"), "utf8");
  await rm(folder, { recursive: true });
  return text.replaceAll("\u00a0", " ");
}

export async function reportIsHandedIn(world) {
  const { curator } = world;
  await curator.go(`${world.school}/report?period=2027-05`);
  await curator.fill({ "Что дальше": "Позвать второй завод" });
  await curator.choose("Сдать отчёт");
  await curator.press("Сохранить отчёт");
  await curator.sees("Отчёт сдан", "Сдан");
  const text = await words(world, `${world.school}/report.docx?period=2027-05`);
  for (const part of ["Отчёт по мониторингу программ наставничества", "6 из 120", "18,0 из 18", "Завод рядом со школой",
    "Позвать второй завод"]) assert.ok(text.includes(part), `no «${part}» in\n${text}`);
}

const stages = ["preparation", "mentee_base", "mentor_base", "selection_training", "matching", "work", "closing"];

// Every stage is left by the roadmap; what was not ticked has a reason. After the last one the programme is over.
export async function programmeEnds(world) {
  const { curator } = world;
  for (const [i, code] of stages.entries()) {
    await curator.go(`${world.programme}/stage?code=${code}`);
    await curator.meets(new RegExp(`^Этап ${i + 1}\\. `), "stage");
    const reason = curator.page.getByLabel("Причина");
    if (await reason.count()) await reason.fill("Сделано на бумаге");
    await curator.press("Завершить этап");
  }
  await curator.go(world.programme);
  await curator.sees("Завершена");
  await curator.go(`${world.programme}/history`);
  await curator.sees("Завершён этап 7");
}

export const spring = [certificateEnds, sheetsAfter, pairsEnd, processIsJudged, numbersStay, reportIsHandedIn, programmeEnds];
