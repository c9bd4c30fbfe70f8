"""The coordinator's list of pairs as a small Flask page: the same query, the same columns.

    flask_page.py PORT DATABASE QUERY_FILE PROGRAMME

Serves with the threaded server that Flask comes with; one SQLite connection a thread.
"""
import logging
import sqlite3
import sys
import threading

from flask import Flask, render_template_string

PORT, DATABASE, QUERY_FILE, PROGRAMME = sys.argv[1:]
with open(QUERY_FILE, encoding="utf-8") as f:
    QUERY = f.read()
PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Пары</title><h1>Пары</h1>
<table><tr><th>Наставляемый<th>Наставник<th>Форма<th>Балл<th>Статус</tr>
{% for p in pairs %}<tr><th><a href="/pairs/{{ p.id }}">{{ p.mentee_name }}</a><td>{{ p.mentor_name }}<td>{{ p.form_code }}<td>{{ p.score }}<td>{{ p.state }}</tr>{% endfor %}
</table>"""
app = Flask(__name__)
mine = threading.local()


@app.route("/programmes/<int:programme>/pairs")
def pairs(programme):
    if not hasattr(mine, "db"):
        mine.db = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)
        mine.db.row_factory = sqlite3.Row
    rows = mine.db.execute(QUERY, {
        "programme_id": programme, "state": None, "after_key": "", "after_id": 0,
        "to_key": "\U0010FFFF"}).fetchall()
    return render_template_string(PAGE, pairs=rows[:50])


logging.getLogger("werkzeug").disabled = True
app.run("127.0.0.1", int(PORT), threaded=True)
