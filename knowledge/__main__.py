"""`python -m knowledge`: check the sheets, train, build, ask, evaluate; and what an editor does."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge import build as wiring
from knowledge.answers import Question
from knowledge.batch import answer_file
from knowledge.check import check_sheets
from knowledge.editing_commands import Command, add_commands
from knowledge.errors import KnowledgeError
from knowledge.evaluation import evaluate, table
from knowledge.library import load_passages
from knowledge.questions import QUESTIONS_FILE, read_questions
from knowledge.settings import KnowledgeSettings
from knowledge.sheets import read_sheets


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 1 after printing what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        run: Command = getattr(options, "run", None) or _COMMANDS[options.command]
        return run(options)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1


def _check(_: argparse.Namespace) -> int:
    sheets = read_sheets()
    findings = check_sheets(sheets)
    for finding in findings:
        print(finding)
    sections = sum(len(sheet.sections) for sheet in sheets)
    print(f"{len(sheets)} 张明白纸,{sections} 个小节,{len(findings)} 个问题")
    return 1 if findings else 0


def _train(_: argparse.Namespace) -> int:
    wiring.train(KnowledgeSettings(), _progress)
    print("编码器和排序参数已训练好。")
    return 0


def _build(_: argparse.Namespace) -> int:
    print("知识库已发布:", wiring.publish(KnowledgeSettings(), _progress))
    return 0


def _ask(options: argparse.Namespace) -> int:
    if options.batch and not options.out:
        raise KnowledgeError("--batch 要和 --out 一起用")
    if not options.batch and not options.question:
        raise KnowledgeError("请写上问题,例如:python -m knowledge ask 雨露计划一年补多少")
    answerer = wiring.build().answerer
    if options.batch:
        try:
            print(f"{answer_file(answerer, options.batch, options.out)} 个问题已写入 {options.out}")
        except OSError as error:
            raise KnowledgeError(f"文件打不开:{error.filename}") from error
        return 0
    answer = answerer.ask(Question(options.question))
    print(answer.text, *(f"- {title}" for title, _ in answer.related), sep="\n")
    return 0


def _eval(options: argparse.Namespace) -> int:
    report = evaluate(KnowledgeSettings(), _progress, options.questions, options.selector)
    print(table(report))
    if options.out:
        _write(options.out, report)
    if options.charts:
        from knowledge.charts import draw

        print("图表：", *draw(report, options.charts))
    return 0


def _pairs(options: argparse.Namespace) -> int:
    passages = load_passages()
    _write(
        options.out,
        {
            "pairs": {passage.id: passage.questions for passage in passages},
            "texts": {passage.id: passage.text for passage in passages},
            "questions": [question.text for question in read_questions(options.questions)],
        },
    )
    return 0


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _progress(line: str) -> None:
    print(line, flush=True)


_COMMANDS = {
    "check": _check,
    "train": _train,
    "build": _build,
    "ask": _ask,
    "eval": _eval,
    "pairs": _pairs,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="明白纸知识库")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="检查明白纸:格式、数字、依据")
    commands.add_parser("train", help="训练编码器,校准排序")
    commands.add_parser("build", help="建立新版本并发布")
    ask = commands.add_parser("ask", help="问一个问题,或用 --batch 问一个文件")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--batch", type=Path, metavar="IN.jsonl")
    ask.add_argument("--out", type=Path, metavar="OUT.jsonl")
    evaluate = commands.add_parser("eval", help="用没有训练过的问题评测")
    evaluate.add_argument("--out", type=Path, metavar="REPORT.json")
    evaluate.add_argument("--charts", type=Path, metavar="FOLDER")
    evaluate.add_argument("--selector", type=Path, metavar="SELECTOR.json", help="Rasa ResponseSelector 的结果")
    pairs = commands.add_parser("pairs", help="写出问法和小节，给对照模型用")
    pairs.add_argument("--out", type=Path, required=True, metavar="PAIRS.json")
    for command in (evaluate, pairs):
        command.add_argument("--questions", type=Path, default=QUESTIONS_FILE, metavar="QUESTIONS.jsonl")
    add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
