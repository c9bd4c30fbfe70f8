#!/usr/bin/env python3
"""`nastavnik pair` from outside: real files in, real files out. pair_test.py NASTAVNIK REGISTRIES"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import openpyxl

PROGRAM, REGISTRIES = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
MENTEES, MENTORS = f"{REGISTRIES}/mentees.xlsx", f"{REGISTRIES}/mentors.xlsx"


def rows(book, sheet):
    return [list(r) for r in book[sheet].iter_rows(values_only=True)]


class Pair(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = f"{self.folder.name}/pairs.xlsx"
        self.json = f"{self.folder.name}/pairs.json"
        self.report = f"{self.folder.name}/pairs.html"

    def tearDown(self):
        self.folder.cleanup()

    def run_pair(self, *args, code=0, files=(MENTEES, MENTORS), lang="ru"):
        done = subprocess.run([PROGRAM, "pair", *files, *args], capture_output=True, text=True,
                              env={"LANG": lang, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")})
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertNotIn("\r", done.stderr)  # no progress line without a terminal
        return done

    def pairs(self, *args, **more):
        self.run_pair("-o", self.out, "--json", self.json, *args, **more)
        with open(self.json, encoding="utf-8") as f:
            return json.load(f)

    def test_pairs_and_their_reasons(self):
        answer = self.pairs("--report", self.report)
        mates = {p["mentee"]: p["mentor"] for p in answer["pairs"]}
        self.assertEqual(mates["Ким Артём Олегович"], "Лебедева Анна Игоревна")
        self.assertEqual(mates["Орлова Дарья"], "Зайцев Илья")
        self.assertEqual(answer["summary"]["certificate"], "ok")
        kim = next(p for p in answer["pairs"] if p["mentee"].startswith("Ким"))
        self.assertEqual(sum(part["points"] for part in kim["parts"]), kim["score"])
        self.assertIn(["алгебру", "математика"], kim["parts"][0]["why"])
        self.assertEqual({x["row"] for x in answer["left_out"]}, {9, 12, 13})
        self.assertEqual({x["mentor"] for x in answer["free_mentors"]}, {"Жданова Мария Павловна"})
        wrong = [x for x in answer["problems"] if x["row"] == 8]
        self.assertEqual((wrong[0]["column"], wrong[0]["value"]),
                         ("Год рождения наставляемого", "2оо9"))

        book = openpyxl.load_workbook(self.out)
        self.assertEqual(book.sheetnames, ["Пары", "База наставляемых", "База наставников",
                                           "Без пары", "Замечания"])
        mentees = rows(book, "База наставляемых")
        self.assertEqual(len(mentees[0]), 13)
        self.assertEqual(mentees[1][6], "Лебедева Анна Игоревна")
        self.assertEqual(mentees[2][3], "2оо9")  # what could not be read is kept
        mentors = rows(book, "База наставников")
        self.assertEqual(len(mentors[0]), 16)
        self.assertIn("Ким Артём Олегович", mentors[1][10])
        # what was written can be read again: everybody keeps their mate
        again = self.pairs(files=(self.sheet(book, "База наставляемых"),
                                  self.sheet(book, "База наставников")))
        self.assertEqual({p["mentee"]: p["mentor"] for p in again["pairs"]}, mates)
        self.assertTrue(all(p["pinned"] for p in again["pairs"]))

        with open(self.report, encoding="utf-8") as f:
            page = f.read()
        self.assertIn("Лебедева Анна Игоревна", page)
        self.assertNotRegex(page, r"<script|src=|href=|url\(|@import")

    def sheet(self, book, name):
        path = f"{self.folder.name}/{len(name)}.xlsx"
        out = openpyxl.Workbook()
        for row in rows(book, name):
            out.active.append(row)
        out.save(path)
        return path

    def test_the_order_of_the_files_does_not_matter(self):
        a, b = self.pairs(), self.pairs(files=(MENTORS, MENTEES))
        self.assertEqual(a["pairs"], b["pairs"])
        self.assertEqual(a["input"]["mentees"], b["input"]["mentees"])

    def test_pins_vetoes_weights(self):
        mates = {p["mentee"]: p["mentor"] for p in self.pairs("--veto", "Орлова Дарья=Зайцев И.")["pairs"]}
        self.assertNotEqual(mates.get("Орлова Дарья"), "Зайцев Илья")
        answer = self.pairs("--pin", "Ким Артем=зайцев илья", "--weights", "topics=0,place=100")
        self.assertEqual(answer["weights"]["place"], 100)
        pinned = [p for p in answer["pairs"] if p["pinned"]]
        self.assertEqual([(p["mentee"], p["mentor"]) for p in pinned],
                         [("Ким Артём Олегович", "Зайцев Илья")])
        self.assertIn("такого человека", self.run_pair("-o", self.out, "--pin", "Никто Нигде=Зайцев Илья", code=1).stderr)

    def test_capacity(self):
        answer = self.pairs("--max-mentees", "1")
        self.assertEqual(len({p["mentor"] for p in answer["pairs"]}), len(answer["pairs"]))
        self.assertEqual(len(answer["unpaired"]), 1)
        self.assertTrue(answer["unpaired"][0]["reason"])

    def test_settings(self):
        usual = self.pairs()
        self.assertEqual(usual["input"]["settings"]["mode"], 0)
        self.assertEqual(len(usual["summary"]["near"]), 4)
        stable = self.pairs("--mode", "stable")
        self.assertEqual((stable["summary"]["blocking"], stable["summary"]["certificate"]), (0, "ok"))
        self.assertEqual(stable["input"]["settings"]["mode"], 2)
        fair = self.pairs("--fair", "--seed", "3")
        self.assertEqual((fair["summary"]["pairs"], fair["summary"]["score"]),
                         (usual["summary"]["pairs"], usual["summary"]["score"]))
        self.assertGreaterEqual(min(p["score"] for p in fair["pairs"]), min(p["score"] for p in usual["pairs"]))
        for options, words in (([], "не даст больше баллов"),
                               (["--mode", "score"], "по этим правилам нет"),
                               (["--near", "first"], "по этим правилам нет"),
                               (["--mode", "stable"], "Пары устойчивы")):
            self.pairs("--report", self.report, *options)
            with open(self.report, encoding="utf-8") as f:
                self.assertIn(words, f.read())
        weakest = min(p["score"] for p in usual["pairs"])
        strong = self.pairs("--floor", str(weakest + 1))
        self.assertGreater(min(p["score"] for p in strong["pairs"]), weakest)
        self.assertTrue(strong["unpaired"][0]["help"] or strong["unpaired"][0]["detail"] == "")
        near = self.pairs("--near", "equal")
        self.assertEqual(near["summary"]["pairs"], usual["summary"]["pairs"])
        groups = self.pairs("--group-min", "2")
        mentors = [p["mentor"] for p in groups["pairs"] if not p["pinned"]]
        self.assertTrue(all(mentors.count(m) >= 2 for m in mentors))
        for args in (["--mode", "best"], ["--near", "far"], ["--floor", "101"], ["--group-min", "31"],
                     ["--mode", "stable", "--fair"], ["--near", "first", "--group-min", "2"]):
            self.assertIn("--help", self.run_pair(*args, "-o", self.out, code=2).stderr)

    def test_across(self):
        answer = self.pairs("--across", "municipality")
        self.assertIn("--across", json.dumps(answer["problems"], ensure_ascii=False))

    def test_strict_stops(self):
        done = self.run_pair("-o", self.out, "--strict", code=1)
        self.assertIn("2оо9", done.stderr)
        self.assertFalse(os.path.exists(self.out))

    def test_wrong_files_and_usage(self):
        prices = f"{REGISTRIES}/prices.xlsx"
        self.assertIn("prices.xlsx", self.run_pair("-o", self.out, files=(MENTEES, prices), code=1).stderr)
        self.assertIn("Обе таблицы", self.run_pair("-o", self.out, files=(MENTEES, MENTEES), code=1).stderr)
        self.run_pair("-o", self.out, files=(MENTEES, "/nosuch.xlsx"), code=1)
        self.run_pair("-o", "/nosuch/pairs.xlsx", code=1)
        for args in (["--seed", "x", "-o", self.out], ["--nosuch", "-o", self.out], [],
                     ["--across", "moon", "-o", self.out], ["--max-mentees", "0", "-o", self.out]):
            self.assertIn("--help", self.run_pair(*args, code=2).stderr)
        self.run_pair("-o", self.out, "--weights", "topics=1000", code=1)
        self.run_pair("-o", self.out, files=(MENTEES,), code=2)

    def test_the_door_of_the_program(self):
        def door(*args):
            done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, env={"LANG": "ru"})
            return done.returncode, done.stdout + done.stderr
        self.assertEqual(door("--version")[0], 0)
        self.assertRegex(door("--version")[1], r"^nastavnik \d+\.\d+")
        self.assertIn("pair", door("--help")[1])
        self.assertEqual(door()[0], 2)
        code, said = door("pairs")
        self.assertEqual(code, 2)
        self.assertIn("Похоже на «pair»", said)

    def run_program(self, *args, code=0):
        done = subprocess.run([PROGRAM, *args], capture_output=True, text=True,
                              env={"LANG": "ru", "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")})
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_both_registries_in_one_file_behind_a_title_page(self):
        both = openpyxl.Workbook()
        both.active.title = "Как заполнять"
        both.active.append(["Впишите ФИО и год рождения каждого"])
        for name, path in (("Кого", MENTEES), ("Кто", MENTORS)):
            sheet = both.create_sheet(name)
            for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True):
                sheet.append(row)
        path = f"{self.folder.name}/both.xlsx"
        both.save(path)
        usual = {(p["mentee"], p["mentor"]) for p in self.pairs()["pairs"]}
        for files in ((path, path), (path, MENTORS), (MENTEES, path), (MENTORS, path)):
            self.assertEqual({(p["mentee"], p["mentor"]) for p in self.pairs(files=files)["pairs"]}, usual)

    def people(self, name, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = f"{self.folder.name}/{name}.xlsx"
        book.save(path)
        return path

    def test_a_name_and_a_place_inside_another_are_not_lost(self):
        mentees = self.people("mentees", ["ФИО наставляемого", "Год рождения", "Запрос", "Место учёбы"],
                              ["Ким Анна Сергеевна", 2010, "физика", "Школа № 12"],
                              ["Ким Анна", 2013, "физика", "Школа № 1"])
        mentors = self.people("mentors", ["ФИО наставника", "Основные компетенции", "Ресурс времени"],
                              ["Орлов Максим", "физика", "20 часов в месяц"])
        self.assertEqual(len(self.pairs(files=(mentees, mentors))["pairs"]), 2)
        row = rows(openpyxl.load_workbook(self.out), "База наставников")[1]
        self.assertEqual(sorted(row[10].split(", ")), ["Ким Анна", "Ким Анна Сергеевна"])
        self.assertEqual(sorted(row[12].split(", ")), ["Школа № 1", "Школа № 12"])

    def test_an_answer_takes_nobodys_place(self):
        table = f"{self.folder.name}/mentees.xlsx"
        shutil.copy(MENTEES, table)
        link = f"{self.folder.name}/link.xlsx"
        os.symlink(table, link)
        for out in (table, link):
            said = self.run_pair("-o", out, files=(table, MENTORS), code=2).stderr
            self.assertIn("ответ стёр бы", said)
        self.assertTrue(rows(openpyxl.load_workbook(table), openpyxl.load_workbook(table).sheetnames[0]))
        self.pairs()
        self.assertIn("дважды", self.run_pair("-o", self.out, "--json", self.out, code=2).stderr)
        self.assertIn("pairs.csv", self.run_pair("-o", f"{self.folder.name}/pairs.csv", code=2).stderr)
        for out in ("-", ""):
            self.assertNotEqual(subprocess.run([PROGRAM, "pair", MENTEES, MENTORS, "-o", out]).returncode, 0)
        self.assertIn("/nosuch/r.html", self.run_pair("-o", self.out, "--report", "/nosuch/r.html", code=1).stderr)

    def test_every_refusal_names_its_file(self):
        broken = f"{self.folder.name}/broken.xlsx"
        with open(MENTORS, "rb") as whole, open(broken, "wb") as part:
            part.write(whole.read()[:2000])
        for lang in ("ru", "en"):
            said = self.run_pair("-o", self.out, files=(MENTEES, broken), code=1, lang=lang).stderr
            self.assertIn("broken.xlsx: ", said)
            said = self.run_pair("-o", self.out, files=(MENTEES, "/nosuch.xlsx"), code=1, lang=lang).stderr
            self.assertNotIn("No such file", said)
        self.assertNotRegex(said, "[а-я]{4,}")

    def test_commands_say_what_is_wrong_with_their_options(self):
        for args, word in ((["serve", "--nosuch"], "--nosuch"), (["serve", "--port", "x"], "--port"),
                           (["serve", "--workers", "many"], "--workers"), (["serve", "extra"], "extra"),
                           (["serve", "--clock", "/nosuch"], "--development"), (["demo", "--people", "5"], "--people"),
                           (["demo", "--people"], "--people"), (["pack", "chek", "x"], "check"), (["pack", "check"], "папка"),
                           (["paper"], "программа"), (["paper", "1", "--all"], "-o"), (["admin"], "create"),
                           (["admin", "create"], "--login"), (["verify", "one"], "два файла"),
                           (["solve", "--threads"], "--threads"), (["rank", "x", "-z"], "-z")):
            done = self.run_program(*args, code=2)
            self.assertEqual(done.stdout, "")
            self.assertIn(word, done.stderr)
            self.assertIn(f"nastavnik {args[0]} --help", done.stderr)
            self.assertLess(done.stderr.count("\n"), 4)

    def test_a_new_pack_needs_no_code(self):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../methodology/target-model")
        pack, data = f"{self.folder.name}/pack", f"{self.folder.name}/data"
        shutil.copytree(source, pack)
        with open(f"{pack}/pack.tsv", encoding="utf-8") as f:
            text = f.read()
        with open(f"{pack}/pack.tsv", "w", encoding="utf-8") as f:
            f.write(text.replace("target-model\t1", "partners\t1"))
        self.assertIn("ошибок нет", self.run_program("pack", "check", pack).stdout)
        self.run_program("pack", "publish", pack, "--data", data)
        self.run_program("pack", "publish", pack, "--data", data)  # the same again: nothing to do
        with open(f"{pack}/forms.tsv", "a", encoding="utf-8") as f:
            f.write("new_form\tНовая форма\n")
        self.assertIn("не меняется", self.run_program("pack", "publish", pack, "--data", data, code=1).stderr)
        with open(f"{pack}/role-models.tsv", "a", encoding="utf-8") as f:
            f.write("nosuch\tx\tИкс\n")
        self.assertRegex(self.run_program("pack", "check", pack, code=1).stderr, "role-models.tsv, строка [0-9]+")
        self.run_program("pack", "chek", pack, code=2)

    def test_a_hostile_sheet_stays_text(self):
        book = openpyxl.load_workbook(MENTEES)
        book.active["E7"] = '=HYPERLINK("http://evil.test","алгебра")'
        book.active["E7"].data_type = "s"
        book.active["E8"] = "<script>alert(1)</script> алгебра"
        path = f"{self.folder.name}/hostile.xlsx"
        book.save(path)
        self.pairs("--report", self.report, files=(path, MENTORS))
        cell = openpyxl.load_workbook(self.out)["База наставляемых"]["E2"]
        self.assertEqual((cell.data_type, cell.value[:10]), ("s", "=HYPERLINK"))
        with open(self.report, encoding="utf-8") as f:
            self.assertNotIn("<script", f.read())

    def test_help_in_two_languages(self):
        self.assertIn("Код завершения", self.run_pair("--help").stdout)
        english = self.run_pair("--help", lang="en_GB.UTF-8").stdout
        self.assertNotRegex(english, re.compile("[а-я]{4,}"))


unittest.main(argv=sys.argv[:1], verbosity=1)
