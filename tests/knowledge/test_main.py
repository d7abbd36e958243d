import pytest

from knowledge.__main__ import main


def test_check_counts_sheets_and_sections(capsys: pytest.CaptureFixture[str]) -> None:
    """`check` ends with the number of sheets, sections and problems, and succeeds on the live sheets."""
    assert main(["check"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert "明白纸" in last
    assert last.endswith("0 个问题")


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "--batch", "in.jsonl"]])
def test_a_missing_argument_is_said(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """`ask` without a question, or a batch without a target, says in words what is missing."""
    assert main(arguments) == 1
    assert capsys.readouterr().err.strip()


def test_asking_before_training_says_what_to_run(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a trained encoder the message names the command that trains it; no stack trace."""
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path_factory.mktemp("empty")))
    assert main(["ask", "低保怎么办"]) == 1
    assert "knowledge train" in capsys.readouterr().err
