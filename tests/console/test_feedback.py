"""What farmers thought of the answers, section by section."""

from intake.domain import Role
from knowledge.answers import Question
from tests.console.office import Browser, Office
from tests.knowledge.small import Built, answerer


def test_judgements_are_counted_by_section(editor: Browser, library: Office, built: Built) -> None:
    """Each answer's judgement counts for the section that it showed, with a link to where it is mended."""
    records = library.workshop.records
    answer = answerer(built.edition).ask(Question("雨露计划每个学期补助多少钱"))
    records.keep(answer, "雨露计划每个学期补助多少钱", "c1")
    for number, value in enumerate(["down", "down", "up"]):
        records.rate(answer.id, value, f"c{number}")
    shown = editor.get("/knowledge/feedback")
    passage = answer.passages[0].passage
    assert f"{passage.section} 明白纸 雨露计划明白纸 ，{passage.section} 没用 2 有用 1" in shown.words
    assert 'href="/knowledge/sheets/yulu/edit"' in shown.text


def test_nobody_has_judged_yet(library: Office) -> None:
    """An empty page says so, to a reader too."""
    assert "还没有人评价过" in library.member("审计老吴", Role.AUDITOR).get("/knowledge/feedback").words
