// A year in one school, month by month: everybody at their own browser, the clock in the test's
// hands. The same stations stand on SQLite and on PostgreSQL.
import { narrow } from "./lib.mjs";
import { administratorBegins, curatorBegins } from "./path.mjs";
import { Person } from "./people.mjs";

const called = (names) => names.map((name) => ({ surname: name.split(" ")[0], given: name.split(" ")[1] }));
export const mentees = called(["Азарова Анна", "Белкина Белла", "Волкова Вера", "Громова Галина", "Дёмина Дарья", "Ежов Илья"])
  .map((name, i) => ({ ...name, born: i < 5 ? 2013 : 2011, request: "разобраться с дробями и процентами" }));
export const mentors = called(["Жуков Пётр", "Зимин Иван"]).map((name) => ({ ...name, born: 1985 }));

// The clock goes to a day: everybody's session is over by then.
export async function comes(world, day, ...people) {
  await world.server.setClock(`${day} 06:00`);
  for (const person of people) {
    await person.context.clearCookies();
    await person.signIn();
  }
}

async function guest(world) {
  return Person.at(world.browser, world.server, "guest", { viewport: narrow });
}

// An address that stands on paper or in a letter.
export const within = (address) => new URL(address).pathname + new URL(address).search;

// ---- September: the programme, the door, applications ----

export async function programmeBegins(world) {
  await administratorBegins(world);
  await curatorBegins(world);
  const { curator } = world;
  await curator.follow("Создать программу");
  await curator.fill({ "Название программы": "Мост в профессию", Начало: "01.09.2026", Завершение: "31.05.2027" });
  await curator.choose("Работодатель – ученик");
  await curator.press("Продолжить");
  await curator.choose("Внутри муниципалитета");
  await curator.press("Продолжить");
  await curator.press("Открыть программу");
  await curator.meets("Мост в профессию", "roadmap");
  await curator.sees("Этап 1. Подготовка условий для запуска");
  world.programme = new URL(curator.page.url()).pathname;
  await curator.press(/Отметить: готово.*Собрать команду/);
  await curator.sees("сделано 1 из 7");
}

export async function doorOpens(world) {
  const { curator } = world;
  await curator.go(`${world.programme}/enrolment`);
  await curator.follow("Открыть приём заявок");
  await curator.fill({ "Приём с": "01.09.2026", "Приём до": "30.09.2026", "О программе": "Для учеников 8–9 классов." });
  await curator.choose("Наставники");
  await curator.press("Открыть приём заявок");
  world.door = within(await curator.page.getByRole("link", { name: "Открыть страницу программы" }).evaluate((a) => a.href));
}

async function asks(person, { surname, given, born, request }) {
  await person.fill({ Фамилия: surname, Имя: given, "Год рождения": String(born),
    "Место учёбы или работы": "8 «А»", "О чём просьба": "Учёба", "Просьба своими словами": request });
}

async function signs(person) {
  for (const n of [1, 2]) {
    await person.sees(`Согласие ${n} из 2`);
    await person.press("Даю согласие");
  }
}

export async function parentsApply(world) {
  const parent = await guest(world);
  for (const [i, child] of mentees.slice(0, 5).entries()) {
    await parent.go(`${world.door}/child`);
    await asks(parent, child);
    await parent.fill({ "Ваши фамилия, имя, отчество": `${child.surname} Анна`, "Ваш телефон": `8912000000${i}` });
    await parent.press("Продолжить");
    await signs(parent);
    await parent.sees("Ждёт решения");
  }
  await parent.leave();
}

export async function teenApplies(world) {
  const { curator } = world;
  const teen = await guest(world);
  await teen.go(`${world.door}/mentee`);
  await asks(teen, mentees[5]);
  await teen.fill({ Телефон: "89120000006", "Родитель или опекун": "Ежова Анна" });
  await teen.press("Продолжить");
  await signs(teen);
  await teen.sees("ссылку для согласия даст куратор");
  await curator.go(`${world.programme}/applications?side=mentee&state=unsigned`);
  await curator.follow("Ежов Илья");
  await teen.go(within(await curator.page.locator(".address").first().innerText()));
  await teen.fill({ "Ваш телефон": "89120000007" });
  await signs(teen);
  await teen.leave();
}

export async function mentorsApply(world) {
  const person = await guest(world);
  for (const [i, { surname, given, born }] of mentors.entries()) {
    await person.go(`${world.door}/mentor`);
    await person.fill({ Фамилия: surname, Имя: given, "Год рождения": String(born), "Место учёбы или работы": "Завод",
      "Чем можете помочь": "алгебра, дроби и проценты", "Сколько времени есть": "12 часов в месяц", Телефон: `8912000001${i}` });
    await person.press("Продолжить");
    await signs(person);
    await person.sees("Ждёт решения");
  }
  await person.leave();
}

export async function coordinatorApproves(world) {
  const { curator } = world;
  for (const [side, n] of [["mentee", 6], ["mentor", 2]]) {
    await curator.go(`${world.programme}/applications?side=${side}`);
    for (const box of await curator.page.getByLabel(/^Выбрать:/).all()) await box.check();
    await curator.press("Одобрить выбранные");
    await curator.page.getByText(`Одобрено заявок: ${n}`).waitFor();
  }
  await curator.go(`${world.programme}/mentees`);
  await curator.sees("Найдено 6 человек", "Ежов Илья");
}

export const steps = [programmeBegins, doorOpens, parentsApply, teenApplies, mentorsApply, coordinatorApproves];
