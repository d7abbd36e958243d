"""Sheets begun for an editor: a new one to fill in, and a section for questions that nobody has answered."""

import re
from collections.abc import Sequence
from datetime import date

from knowledge.check import UNWRITTEN
from knowledge.drafts import read_draft

_STATUS = re.compile(r"^status:.*$", re.MULTILINE)
_SPACES = re.compile(r"[{}#\s]+")
_LONGEST_HEADING = 30

_TEMPLATE = """---
id: xinzhi
title: 新的明白纸
topic: 新的政策
region: {region}
valid_from: {today}
valid_to: open
issuer: 县农业农村局
status: live
keywords: [新的政策]
---

# 新的明白纸

## 补多少钱 {{#amount}}
kind: amount
facts:

> 这个政策补多少钱

【待写】先说是什么政策,再说补给谁、补多少、哪一年的。

## 怎么办 {{#how}}
kind: how
facts:

> 这个政策怎么申请

【待写】找哪个部门、带什么、多久办好。

---
今年以本县通知为准;不收任何费用;拿不准打12345,或者找村里、乡镇核实。
"""


def new_sheet(region: str, today: date) -> str:
    """Return the text of a sheet to fill in."""
    return _TEMPLATE.format(region=region or "湖南省", today=today.isoformat())


def with_section(text: str, heading: str, questions: Sequence[str]) -> str:
    """Return the sheet with one more section at its end, whose answer is still to write; raises SheetError."""
    taken = {section.id for section in read_draft(text).sections}
    number = next(number for number in range(1, len(taken) + 2) if f"q{number}" not in taken)
    title = _SPACES.sub(" ", heading).strip()[:_LONGEST_HEADING]
    asked = [f"> {' '.join(question.split())}" for question in questions]
    section = [f"## {title} {{#q{number}}}", "kind: other", "facts:", "", *asked, "", UNWRITTEN, ""]
    lines = text.rstrip().splitlines()
    end = max(place for place, line in enumerate(lines) if line.strip() == "---")
    written = "\n".join([*lines[:end], *section, *lines[end:], ""])
    read_draft(written)
    return written


def as_live(text: str) -> str:
    """Return the text of a sheet as if it were to be published, for trying it out."""
    head, mark, rest = text.partition("\n---")
    return _STATUS.sub("status: live", head, count=1) + mark + rest
