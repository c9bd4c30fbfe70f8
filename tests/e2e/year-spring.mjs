// April and May of the year: the certificate that ends, sheets of the end.
import assert from "node:assert/strict";
import { narrow } from "./lib.mjs";
import { Person } from "./people.mjs";
import { answersSheet, sheetsGoOut } from "./year-autumn.mjs";
import { comes, mentees, within } from "./year.mjs";

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
  assert.equal(links.length, mentees.length - world.pairs.length, "two have a login");
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
  await curator.go(round);
  await curator.sees("Ответили 8 человек из 8, 100 %");
}

export const spring = [certificateEnds, sheetsAfter];
