"""A small knowledge base of two sheets and the work plan, trained for real."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.answerer import Answerer
from knowledge.answers import TEXTS_FILE
from knowledge.calibration import calibrate
from knowledge.content import Content
from knowledge.edition import Edition, EditionStore
from knowledge.encoder import SentenceEncoder
from knowledge.encoders import Encoders
from knowledge.index import build_index
from knowledge.lessons import read_lessons
from knowledge.library import load_passages
from knowledge.manifest import About
from knowledge.passages import Passage
from knowledge.questions import Asked
from knowledge.ranker import Ranker
from knowledge.sheets import SHEETS_FOLDER
from knowledge.thresholds import Thresholds
from knowledge.training import Training, train_encoder
from language.texts import Texts

SHEET = """---
id: demo
title: 示范明白纸
topic: 示范补贴
region: 湖南省
valid_from: 2023-01-01
valid_to: 2023-12-31
issuer: 县农业农村局
status: live
keywords: [示范, 样板补贴]
---

# 示范明白纸

## 补多少钱 {#amount}
kind: amount
facts: 2.amount

> 示范补贴有好多钱
> 样板补贴一年补几多

示范补贴每学期1500元,只补在校的。

## 找哪个 {#where}
kind: where
facts: 2.who_handles
valid: 2023-01-01 – open
region: 湖南省平江县

> 示范补贴找哪个办

示范补贴找县农业农村局。

---
今年以本县通知为准;不收任何费用。
"""
TINY = Training(dimension=64, epochs=3)
DAY = date(2023, 9, 1)
GOLDEN = (
    Asked("雨露计划每个学期补助多少钱", frozenset({"yulu.amount"}), (), "standard"),
    Asked("明天会不会落雨", frozenset(), (), "standard"),
)


@dataclass(frozen=True)
class Built:
    """What the session's knowledge base is made of."""

    passages: tuple[Passage, ...]
    encoder: SentenceEncoder
    ranker: Ranker
    edition: Edition
    store: EditionStore
    encoders: Encoders
    sheets: dict[str, str]
    store_folder: Path


def answerer(edition: Edition) -> Answerer:
    """Return what answers from an edition, on a day when its sheets are in force."""
    return Answerer(lambda: edition, Thresholds.load(), Texts.load(TEXTS_FILE), lambda: DAY)


def build_small(folder: Path) -> Built:
    """Train and publish it in `folder`, which takes half a minute."""
    passages = tuple(passage for passage in load_passages() if passage.id.split(".")[0] in {"yulu", "dibao", "plan"})
    encoders, store = Encoders(folder), EditionStore(folder / "editions")
    train_encoder(passages, encoders.trained, TINY, lambda _: None)
    encoder = encoders.newest()
    ranker = calibrate(passages, TINY, None, lambda _: None)
    sheets = {name: (SHEETS_FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in ("yulu", "dibao")}
    content = Content(build_index(passages, encoder, read_lessons()), ranker, encoder, sheets)
    edition_id = store.write(content, About("测试", "第一版", "build"))
    store.publish(edition_id)
    edition = store.load(edition_id, encoders)
    return Built(passages, encoder, ranker, edition, store, encoders, sheets, folder / "editions")
