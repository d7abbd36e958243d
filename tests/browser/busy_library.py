"""A knowledge base in use: all sheets, three editions, drafts, a job in every state, questions and ratings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, insert

from knowledge.answers import Status
from knowledge.content import Content
from knowledge.counting import QuestionCounting
from knowledge.gate import GateReport, Lost
from knowledge.jobs import Job, JobState
from knowledge.manifest import About
from knowledge.sheet_writing import new_sheet
from knowledge.sheets import SHEETS_FOLDER
from knowledge.tables import answers, feedback, gaps
from storage.engine import open_engine, writing
from tests.browser.busy_office import NOW
from tests.console.office import ADMIN, EDITOR, Office
from tests.knowledge.small import Built

SHEETS = {path.stem: path.read_text(encoding="utf-8") for path in SHEETS_FOLDER.glob("*.md")}
_LOST = Lost(
    "雨露计划每个学期补助多少钱",
    "【雨露计划明白纸·补多少钱】\n在校期间每个学生每学期补 1500 元，一年 3000 元。\n依据：省里 2023 年的通知。",
    "这个我还答不准。请打 12317 问一问，或者到村委会找帮扶干部。",
)
_GAPS = (
    ("雨露计划休学一年还能不能领", 7),
    ("雨露计划休学了还领不领得到", 3),
    ("收割机补贴跨县买的能不能报", 5),
    ("公积金怎么提取", 2),
    ("村里光伏分红今年怎么没发", 1),
)


@dataclass
class BusyLibrary:
    """The office with its library, and the ids of editions (oldest first) and jobs by state."""

    office: Office
    editions: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)


def busy_library(office: Office, built: Built, folder: Path) -> BusyLibrary:
    """Fill the library of an office that lies in `folder`."""
    engine = open_engine(f"sqlite:///{folder}/mingbai.db")
    topics = {name: re.findall("^topic: (.+)$", text, re.M)[0] for name, text in SHEETS.items()}
    found = BusyLibrary(replace(office, questions=QuestionCounting(engine, topics)))
    _publish(found, built)
    _drafts(found)
    office.workshop.jobs.hold().close()
    for job in _jobs(found):
        office.workshop.jobs.save(job)
        found.jobs[job.state.value] = job.id
    _questions(engine)
    return found


def _publish(found: BusyLibrary, built: Built) -> None:
    store = found.office.workshop.store
    renamed = {**SHEETS, "dibao": SHEETS["dibao"].replace("## ", "## 新编：", 1)}
    reasons = (
        (SHEETS, "第一版", "build"),
        (renamed, "低保标准的说法改得更直白", "publish"),
        (SHEETS, "改错了", "rollback"),
    )
    for sheets, reason, action in reasons:
        last = found.editions[-1] if found.editions else ""
        previous = (last, store.manifest(last)[1]) if last else ("", "")
        of = found.editions[0] if action == "rollback" else ""
        about = About(EDITOR if last else "", reason, action, previous=previous, of=of)
        found.editions.append(store.write(Content(built.edition.index, built.ranker, built.encoder, sheets), about))
        store.publish(found.editions[-1])


def _drafts(found: BusyLibrary) -> None:
    drafts = found.office.workshop.drafts
    told = SHEETS["yulu"].replace("1500元", "1600元").replace("补多少钱 {#amount}", "一学期补多少钱 {#amount}")
    drafts.save(told, EDITOR, SHEETS)
    drafts.save(new_sheet("华容县", NOW.date()), ADMIN, SHEETS)
    drafts.save(SHEETS["dibao"].replace("低保", "最低生活保障", 3), EDITOR, {**SHEETS, "dibao": "别人发布过的"})


def _jobs(found: BusyLibrary) -> Iterator[Job]:
    ended = {"ended": NOW.isoformat(), "told": True}
    good = GateReport(312, 305, 307)
    bad = GateReport(312, 305, 304, (_LOST, replace(_LOST, question="雨露计划一年几多钱")))
    states: dict[JobState, dict[str, object]] = {
        JobState.PASSED: {"report": good, "solves": (4, 11)},
        JobState.REFUSED: {"report": bad, "publish": True},
        JobState.PUBLISHED: {"report": good, "edition": found.editions[1], "publish": True, "solves": (4, 11)},
        JobState.FAILED: {"problem": "磁盘写满了", "publish": True},
        JobState.LOST: {"publish": True},
    }
    for at, (state, told) in enumerate(states.items()):
        job = Job(f"2026112{at}T080000-00000{at}", ("yulu",), EDITOR, 1, "2026年标准公布了", "", False, NOW.isoformat())
        yield replace(job, state=state, **{**ended, **told})  # type: ignore[arg-type]


def _questions(engine: Engine) -> None:
    """Put four weeks of questions down, at the times that the office lives in."""
    statuses = (Status.ANSWERED,) * 6 + (Status.CLARIFY, Status.ABSTAINED, Status.EXPIRED_ONLY)
    sections = ("yulu.amount", "yulu.how", "dibao.what", "dibao.amount", "yulu.who")
    asked = [
        {
            "id": f"q{at}",
            "edition": "e",
            "asked_at": NOW - timedelta(hours=at * 3 + 1),
            "status": (status := statuses[at * 7 % 9]),
            "passage_ids": [sections[at % 5]] if status is Status.ANSWERED else [],
        }
        for at in range(220)
    ]
    rated = [
        {"answer_id": f"q{at}", "conversation": f"c{at}", "value": "down" if at % 4 == 0 else "up", "at": NOW}
        for at in range(0, 60, 2)
    ]
    missing = [
        {"text": text, "normalised": text, "status": Status.ABSTAINED, "conversation": f"c{time}", "edition": "e"}
        | {"asked_at": NOW - timedelta(days=time + 1)}
        for text, times in _GAPS
        for time in range(times)
    ]
    with writing(engine) as connection:
        connection.execute(insert(answers), asked)
        connection.execute(insert(feedback), rated)
        connection.execute(insert(gaps), missing)
