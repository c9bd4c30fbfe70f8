#!/usr/bin/env python3
"""Awkward registries as schools and regions send them, for tests: make_registries.py FOLDER"""
import datetime
import sys

import openpyxl
from openpyxl.styles import Alignment, Font

folder = sys.argv[1]


def book(name, rows, merges=(), hidden=()):
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.title = "Лист1"
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value is None:
                continue
            cell = ws.cell(r, c, value)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "f"
            if isinstance(value, (datetime.date, datetime.datetime)):
                cell.number_format = "DD.MM.YYYY"
            if r < 4:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True)
    for area in merges:
        ws.merge_cells(area)
    for r in hidden:
        ws.row_dimensions[r].hidden = True
    wb.save(f"{folder}/{name}.xlsx")


day = datetime.date

# Merged titles, two lines of head, numbering, dates of every kind, a section row, a total, a signature.
book("mentees", [
    ["Приложение 3 к приказу № 17 от 01.09.2026"],
    ["БАЗА НАСТАВЛЯЕМЫХ МБОУ «СОШ № 5» г. Кунгур"],
    [],
    ["№\nп/п", "ФИО наставляемого ", "Контактные данные для связи (данные представителя)",
     "Год рождения\nнаставляемого", "Основной  запрос наставляемого", "Дата вхождения в программу",
     "ФИО наставника", "Форма наставничества", "Место работы/учебы наставника",
     "Дата завершения программы", "Результаты программы",
     "Ссылка на кейс/отзыв наставляемого, размещенные на сайте организации",
     "Отметка о прохождении программы", "Класс", "Школа"],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ["7 «А» класс"],
    [1, "Ким Артём Олегович", "мама Ольга 8 (912) 123-45-67", 2013, "подтянуть алгебру, дроби и уравнения",
     day(2026, 9, 1), None, "Ученик – ученик", None, None, None, None, None, "7А", "МБОУ «СОШ № 5»"],
    [2, "ОРЛОВА ДАРЬЯ", 89127654321, "2оо9", "английский язык к ОГЭ", "01.09.26", None, "ученик-ученик",
     None, None, None, None, None, "7А", "МБОУ «СОШ № 5»"],
    [3, "Cемёнов Пётр", "8912000000", "2012 г.р.", "физика", 46266, None, "ученик-ученик", None, None, None,
     '=HYPERLINK("http://example.test","отзыв")', "+", "7А", "МБОУ «СОШ № 5»"],
    [],
    [4, "Алиев Вагиф Рашид оглы", "aliev@example.test; 8-912-333-44-55 (папа)", day(2011, 3, 12),
     "помощь в адаптации в новом классе", "5 сентября 2026 г.", None, "Ученик – ученик", None, None, None,
     None, "не прошёл", "8Б", "МБОУ «СОШ № 5»"],
    [5, "Ким  Артем Олегович", "89121234567", 2013, "алгебра", "01.09.2026"],
    [6, None, "89120000001", 2012, "химия", "01.09.2026"],
    [7],
    [None, "Итого: 6 человек"],
    [None, None, None, None, None, None, None, "Куратор", "_______ Соколова Е. П."],
], merges=["A1:O1", "A2:O2", "A6:O6"])

# Other order, other words, split names, several phones in one cell, wishes in words.
book("mentors", [
    ["Наши наставники"],
    ["Чему может научить", "Фамилия", "Имя", "Отчество", "Телефон, e-mail", "Место работы (учёбы)",
     "Хобби", "С кем хочет работать", "Сколько времени", "Достижения", "Форма", "Дата начала",
     "ФИО наставляемых", "Год рожд."],
    ["математика; информатика", "Лебедева", "Анна", "Игоревна",
     "8 912 111-22-33, 8 912 444 55 66; lebedeva@example.test", "МБОУ «СОШ № 5»", "шахматы", "5-9 классы",
     "2 часа в неделю", "призёр олимпиады по математике", "ученик – ученик", day(2026, 9, 1), None, 2009],
    ["английский язык, подготовка к ОГЭ", "ЗАЙЦЕВ", "ИЛЬЯ", "-", 79125556677, "МБОУ «СОШ № 5»", "музыка",
     "14+", "8 часов в месяц", "", "ученик – ученик", "01.09.2026", None, 2008],
    ["физика", "Жданова", "Мария", "Павловна", "vk.com/zhdanova", "Колледж связи", "робототехника",
     "старшие классы", "по выходным", "волонтёр", "студент – ученик", "сентябрь 2026 г.", "Чернов Илья", "19 лет"],
])

# Not our columns at all.
book("prices", [["Товар", "Цена", "Количество"], ["Мел", 12.5, 100]])
