// Monitoring in a browser: the rubric by two people, the SWOT grid, denominators, indicators, the
// report on the screen and on paper. Numbers are compared with those that indicators.py reckons
// from the database, papers are read by LibreOffice and by openpyxl. With scripts on SQLite, without
// on PostgreSQL.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import {
  book, everyLook, follow, narrow, newDatabase, open, press, signIn, sound, startBrowser, startServer, text, wide,
} from "./lib.mjs";

const execute = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
let browser, server, database, folder;

before(async () => {
  browser = await startBrowser();
  folder = await mkdtemp(join(tmpdir(), "nastavnik-report-"));
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function reckoned(unit, period) {
  const [year, month] = period.split("-");
  const { stdout } = await execute("/usr/bin/python3", [join(here, "indicators.py"), database ?? join(server.data, "nastavnik.db"),
    join(here, "../../methodology"), unit, year, String(Number(month))]);
  return JSON.parse(stdout);
}

async function paper(page, path, name) {
  const answer = await page.request.get(path);
  assert.equal(answer.status(), 200);
  const file = join(folder, name);
  await writeFile(file, await answer.body());
  return file;
}

// What LibreOffice reads; it fails on what it would have to repair.
async function read(file) {
  await sound(file);
  const { stderr } = await execute("soffice", [`-env:UserInstallation=file://${folder}/office`, "--headless",
    "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, file]);
  assert.doesNotMatch(stderr, /error/i);
  return (await readFile(file.replace(/\.\w+$/, ".txt"), "utf8")).replaceAll("\u00a0", " ");
}

for (const javaScriptEnabled of [true, false])
  test(`a year's monitoring${javaScriptEnabled ? "" : " on PostgreSQL, without JavaScript"}`, async () => {
    database = javaScriptEnabled ? undefined : await newDatabase();
    server = await startServer({ people: 120, database });
    const { context, page, faults } = await open(browser, server, { viewport: javaScriptEnabled ? wide : narrow, javaScriptEnabled });
    const looks = async (name) => javaScriptEnabled && assert.deepEqual(await everyLook(page, name), []);
    await signIn(page, "куратор");
    await follow(page, "Вместе к олимпиаде");
    const home = page.url();
    if (await page.getByText("Меню", { exact: true }).isVisible()) await page.getByText("Меню", { exact: true }).click();
    await follow(page, "Мониторинг");
    await looks("monitoring-empty");

    await follow(page, "Оценка процесса");
    await looks("rubric-empty");
    await follow(page, "Оценить процесс");
    await press(page, "Сохранить оценку");
    assert.match(await text(page), /Оцените критерий 1/);
    await looks("rubric-wrong");
    const scores = [[2, 2, 2, 2, 2, 2, 2, 1, 0], [2, 1, 1, 1, 1, 2, 2, 1, 1]];
    for (const [i, given] of scores.entries()) {
      await page.goto(`${home}/rubric/new`);
      await page.getByLabel("Кто оценивает").fill(`Член комиссии ${i + 1}`);
      for (const [k, score] of given.entries()) await page.locator(`input[name=s${k + 1}][value="${score}"]`).check({ force: true });
      await press(page, "Сохранить оценку");
    }
    const unit = await page.locator("nav[aria-label='Вы здесь'] a[href^='/units/']").last().getAttribute("href");
    const id = unit.split("/").pop();
    const { rubric } = await reckoned(id, "2000-01");
    const [sum, level] = rubric[home.split("/").pop()];
    assert.equal(sum, 13.5);
    assert.match(await text(page), new RegExp(`Уровень ${level}: 13,5 из 18`));
    await looks("rubric-full");

    await page.goto(`${home}/swot`);
    await page.getByLabel("Сильные стороны").fill("Старшие хотят помогать");
    await page.getByLabel("Слабые стороны").fill("Мало времени после уроков");
    await press(page, "Сохранить таблицу");
    await looks("swot");
    await page.goto(`${home}/impact`);
    await looks("impact-empty");

    await page.goto(`${unit}/indicators`);
    await looks("indicators-empty");
    await page.goto(`${unit}/figures`);
    await looks("figures");
    await page.goto(`${unit}/figures/edit?code=mentees_10_19`);
    await page.getByLabel("Знаменатель").fill("много");
    await press(page, "Сохранить числа");
    assert.match(await text(page), /Напишите целое число/);
    await looks("figure-wrong");
    await page.getByLabel("Знаменатель").fill("480");
    await page.getByLabel("Источник").fill("форма ОО-1");
    await page.getByLabel("Цель года, %").fill("10");
    await press(page, "Сохранить числа");

    await page.goto(`${unit}/indicators`);
    const period = await page.locator("select[name=period] option:checked").getAttribute("value");
    await press(page, "Посчитать показатели");
    await looks("indicators");
    const { indicators } = await reckoned(id, period);
    const children = Object.entries(indicators).find(([name]) => name.includes("10–19"));
    assert.ok(children[1][0] > 0);
    assert.ok((await text(page)).includes(`${children[1][0]} из ${children[1][1]}`), JSON.stringify(children));
    await page.goto(`${unit}/indicators/one?code=mentees_10_19`);
    assert.match(await text(page), /от 10 до 19/);
    await looks("indicator");

    await page.goto(`${unit}/report`);
    assert.match(await text(page), /Слова составлены по числам/);
    await looks("report-draft");
    await page.getByLabel("Что дальше").fill("Позвать в наставники десятиклассников");
    await press(page, "Сохранить отчёт");
    const cells = (await book(await paper(page, `${unit}/report.xlsx`, "report.xlsx")))["Показатели"].slice(1);
    let compared = 0;
    for (const [name, numerator, denominator] of cells) {
      if (!indicators[name]) continue; // of another pack
      const [n, d] = indicators[name];
      if (n !== null && !(name.startsWith("Уровень"))) assert.equal(numerator, n, name), compared++;
      if (d !== null) assert.equal(denominator, d, name), compared++;
    }
    assert.ok(compared > 5, `only ${compared} numbers compared`);
    if (javaScriptEnabled) {
      const words = await read(await paper(page, `${unit}/report.docx`, "report.docx"));
      assert.ok(words.includes(`${children[1][0]} из ${children[1][1]}`), "the number in the DOCX");
      for (const part of ["Отчёт по мониторингу программ наставничества", "Позвать в наставники десятиклассников",
        "13,5 из 18 баллов, уровень " + level, "Старшие хотят помогать"])
        assert.ok(words.includes(part), `no «${part}» in the DOCX`);
      const pdf = await paper(page, `${unit}/report.pdf`, "report.pdf");
      const { stdout } = await execute("pdftotext", ["-layout", pdf, "-"]);
      assert.ok(stdout.replaceAll("\u00a0", " ").includes("Позвать в наставники десятиклассников"));
      for (const head of ["Показатель", "Значение", "Из чего"]) assert.ok(stdout.includes(head), `«${head}» is broken`);
    }
    await page.goto(`${unit}/report`);
    await page.getByLabel("Сдать отчёт").check();
    await press(page, "Сохранить отчёт");
    assert.match(await text(page), /Месяц ещё идёт/);
    await looks("report-wrong");
    assert.deepEqual(faults, []);
    await context.close();

    const town = await open(browser, server, { viewport: javaScriptEnabled ? wide : narrow, javaScriptEnabled });
    await signIn(town.page, "муниципальный координатор");
    const place = new URL(town.page.url()).pathname;
    await town.page.goto(`${place}/indicators`);
    await press(town.page, "Посчитать показатели");
    for (let i = 0; i < 100 && /\/jobs\//.test(town.page.url()) && !(await town.page.getByRole("link", { name: "Открыть" }).count()); i++) {
      await town.page.waitForTimeout(100);
      await town.page.reload();
    }
    await town.page.goto(`${place}/indicators`);
    if (javaScriptEnabled) assert.deepEqual(await everyLook(town.page, "indicators-town"), []);
    await town.page.goto(`${place}/indicators/one?code=mentees_10_19`);
    if (javaScriptEnabled) assert.deepEqual(await everyLook(town.page, "indicator-town"), []);
    assert.equal(await town.page.locator("a[href^='/participations/']").count(), 0, "numbers, not people");
    await town.page.goto(`${place}/reports`);
    if (javaScriptEnabled) assert.deepEqual(await everyLook(town.page, "reports-town"), []);
    assert.match(await text(town.page), /сдано 0 из/);
    assert.equal((await town.page.goto(`${home}/swot`)).status(), 403);
    assert.deepEqual(town.faults, []);
    await town.context.close();
    await server.stop();
  });

// The finished programme of the demo school has its sheets of both times: the tables of before and
// after stand in the report with heads that no line breaks, and a heading is not left at the foot of a page.
test("a report with before and after on paper", async () => {
  server = await startServer({ people: 60 });
  const { context, page, faults } = await open(browser, server);
  await signIn(page, "куратор организации");
  const [unit] = /\/units\/\d+/.exec(page.url());
  await page.goto(`${unit}/indicators`);
  await press(page, "Посчитать показатели");
  const pdf = await paper(page, `${unit}/report.pdf`, "changes.pdf");
  const pages = (await execute("pdftotext", ["-layout", pdf, "-"])).stdout.replaceAll("\u00a0", " ").split("\f");
  const tables = pages.filter((one) => one.includes("Что измеряли"));
  assert.ok(tables.length, "no table of before and after");
  for (const one of tables) assert.match(one, /Что измеряли +У кого +Ответов +До +После +Изменение +Случайно/);
  assert.match(pages.join(" ").replaceAll(/\s+/g, " "), /до и после ответили меньше пяти человек, — \d+: их в таблице нет/);
  const headings = ["Итоги", "Показатели", "Анализ", "Что дальше"];
  for (const one of pages) assert.ok(!headings.includes(one.trimEnd().split("\n").pop().trim()), `a heading ends the page:\n${one}`);
  const words = await read(await paper(page, `${unit}/report.docx`, "changes.docx"));
  assert.match(words, /Насколько комфортным было общение с наставником\?/);
  const sheets = await book(await paper(page, `${unit}/report.xlsx`, "changes.xlsx"));
  assert.ok(sheets["Отчёт"].some((row) => row.join("|").startsWith("Что измеряли|У кого|Ответов|До|После|Изменение|Случайно ли это")));
  const bold = "import sys,openpyxl; s=openpyxl.load_workbook(open(sys.argv[1],'rb'))['Отчёт']; "
    + "print(*[c.value for r in s.iter_rows() for c in r if c.value and c.font.b], sep='\\n')";
  const strong = (await execute("/usr/bin/python3", ["-c", bold, join(folder, "changes.xlsx")])).stdout.split("\n");
  for (const head of ["Итоги", "Показатели", "Что измеряли", "Случайно ли это"]) assert.ok(strong.includes(head), `«${head}» is not bold`);
  assert.deepEqual(faults, []);
  await context.close();
  await server.stop();
});
