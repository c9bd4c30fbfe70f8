// The first path from the registries to what mentor and mentee see of their pair.
import assert from "node:assert/strict";
import { book } from "./lib.mjs";
import { password, pickRole } from "./path.mjs";
import { Person } from "./people.mjs";

async function fact(curator, words) {
  const item = curator.page.locator(".facts li").filter({ hasText: words });
  return Number((await item.locator("b").textContent()).replace(/\s/g, ""));
}

// A draft: explained, pinned, vetoed, made again, weighed otherwise.
async function curatorMakesDraft(world) {
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

async function curatorTriesWeights(world) {
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

async function curatorPublishes(world) {
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
async function curatorInvitesPair(world) {
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

async function mentorAndMenteeMeet(world) {
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

async function curatorRecordsConsent(world) {
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
async function everybodyLooksAround(world) {
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

export const toPairs = [
  curatorMakesDraft, curatorTriesWeights, curatorPublishes, curatorInvitesPair, mentorAndMenteeMeet, curatorRecordsConsent,
  everybodyLooksAround,
];
