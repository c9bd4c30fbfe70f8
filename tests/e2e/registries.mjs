// Registries of a size that has pages, and one namesake, as CSV of the kind that Excel saves.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const surnames = ["Абрамова", "Белкина", "Воронова", "Громова", "Дёмина", "Ершова", "Жукова", "Зимина", "Ильина", "Котова"];
const given = ["Алина", "Вера", "Дина"];
const requests = ["подготовка к ОГЭ по математике", "английский язык, разговор", "физика: задачи", "рисование и дизайн"];
const skills = ["математика", "английский язык", "физика и робототехника", "рисование, дизайн", "шахматы"];

function rows(head, lines) {
  return [head, ...lines].map((line) => line.join(";")).join("\r\n");
}

export async function writeRegistries(folder) {
  const mentees = surnames.flatMap((surname, i) => given.map((name, j) => [
    `${surname} ${name}`, `+7 913 ${100 + i} 00 0${j}`, 2010 + (i + j) % 4, requests[(i + j) % 4], "01.09.2026", "ученик – ученик",
  ]));
  mentees.push(["Ким Артём", "", 2013, "география", "01.09.2026", "ученик – ученик"]);
  await writeFile(join(folder, "mentees.csv"), rows(
    ["ФИО наставляемого", "Контакты представителя", "Год рождения", "Основной запрос", "Дата вхождения в программу", "Форма наставничества"], mentees));
  const mentors = skills.map((skill, i) => [
    `${["Наумов", "Осипов", "Панов", "Рогов", "Сизов"][i]} Лев`, `+7 914 200 00 0${i}`, 2008, skill, "МБОУ «СОШ № 5»", "музыка", "от 10 до 16 лет", "12 часов в месяц", "01.09.2026", "ученик – ученик",
  ]);
  await writeFile(join(folder, "mentors.csv"), rows(
    ["ФИО наставника", "Контакты", "Год рождения", "Основные компетенции", "Место работы", "Интересы", "Желаемый возраст наставляемых", "Ресурс времени", "Дата вхождения в программу", "Форма наставничества"], mentors));
}
