/* For tests of the import: a registry of four pupils, one of them wrong, one there twice. */
#pragma once

#include "programme/import.h"
#include "programme/import.sql.h"
#include "programme/school_testing.h"

#define MENTEE_HEAD "ФИО наставляемого|Год рождения|Контактные данные|Основной запрос|Форма"
#define MENTOR_HEAD "ФИО наставника|Контакты|Основные компетенции|Желаемый возраст|Ресурс времени"

#define PARTICIPATIONS "SELECT count(*) FROM participation"
#define PEOPLE "SELECT count(*) FROM person WHERE import_id IS NOT NULL"

static inline const char *pupils(struct school *s)
{
    return SCHOOL_SHEET(
        s, "mentees.xlsx", MENTEE_HEAD,
        "Ким Артём Олегович|2013|мама Ольга 8 (912) 123-45-67|алгебра, дроби|Ученик – ученик",
        "Орлова Дарья|2012|89127654321|английский язык к ОГЭ|ученик-ученик",
        "Лис Анна Петровна|2оо9|lis@example.test|физика|ученик-ученик",
        "Ким  Артем Олегович|2013|89121234567|алгебра|ученик-ученик");
}
