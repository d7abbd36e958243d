"""Commands of an editor: drafts, gate, publish, history, difference, rollback, what expires, gaps."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from knowledge import build as wiring
from knowledge.answers import ZONE
from knowledge.drafts import Draft, Drafts
from knowledge.errors import KnowledgeError
from knowledge.expiring import expiring
from knowledge.gaps import cluster
from knowledge.history import difference, history, prune
from knowledge.importing.drafting import draft_text, preview, sheet_about
from knowledge.importing.reader import read_document
from knowledge.manifest import About
from knowledge.settings import KnowledgeSettings

Command = Callable[[argparse.Namespace], int]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the editor's commands; each parser's default `run` is what carries it out."""
    _drafting(commands)
    _importing(commands)
    publish = _add(commands, "publish", _publish, "发布草稿:先用考题比一比,再换上")
    publish.add_argument("sheets", nargs="*", metavar="SHEET", help="不写就是全部草稿")
    publish.add_argument("--gate-only", action="store_true", help="只比一比,不发布")
    publish.add_argument("--override", default="", metavar="REASON", help="考题没过也要发布的理由,会记下来")
    rollback = _add(commands, "rollback", _rollback, "退回到以前的版本")
    rollback.add_argument("edition")
    for command in (publish, rollback):
        command.add_argument("--author", default="")
        command.add_argument("--reason", default="")
    _add(commands, "history", _history, "发布过的版本,新的在前;同时核对记录有没有被改动")
    compare = _add(commands, "diff", _diff, "两个版本的不同")
    compare.add_argument("old")
    compare.add_argument("new", nargs="?", help="不写就是现在用的版本")
    _add(commands, "prune", _prune, "删掉旧版本").add_argument("--keep", type=int, default=20)
    soon = _add(commands, "expiring", _expiring, "快到期的小节")
    soon.add_argument("--days", type=int, default=90)
    gaps = _add(commands, "gaps", _gaps, "没有答上来的问题,意思相同的放在一起")
    gaps.add_argument("--limit", type=int, default=50)


def _drafting(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    drafts = _add(commands, "drafts", _drafts, "草稿:列出、保存、放弃")
    drafts.add_argument("--save", type=Path, metavar="SHEET.md")
    drafts.add_argument("--discard", metavar="SHEET")
    drafts.add_argument("--author", default="")


def _importing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    document = _add(commands, "import", _import, "把 docx、xlsx、pdf、html、txt 读成草稿;不加 --save 只看看")
    document.add_argument("file", type=Path)
    document.add_argument("--save", action="store_true")
    for name in ("id", "title", "topic", "region", "issuer", "valid-from", "valid-to", "author"):
        document.add_argument(f"--{name}", default="")


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, about: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about)
    parser.set_defaults(run=run)
    return parser


def _drafts(options: argparse.Namespace) -> int:
    settings = KnowledgeSettings()
    drafts = wiring.drafts(settings)
    if options.save:
        try:
            text = options.save.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise KnowledgeError(f"文件打不开,或者不是 UTF-8 文本:{options.save.name}") from error
        saved = drafts.save(text, _author(options), wiring.publisher(settings).published())
        print(f"草稿已保存:{saved.sheet}")
    elif options.discard:
        drafts.discard(options.discard)
        print(f"草稿已放弃:{options.discard}")
    else:
        for draft in drafts.all().values():
            print(draft.sheet, draft.author, draft.saved_at, sep="\t")
    return 0


def _import(options: argparse.Namespace) -> int:
    blocks = read_document(options.file)
    if not options.save:
        print(preview(options.file.name, blocks))
        return 0
    settings = KnowledgeSettings()
    text = draft_text(blocks, sheet_about(vars(options)))
    saved = wiring.drafts(settings).save(text, _author(options), wiring.publisher(settings).published())
    print(f"草稿已保存:{saved.sheet}。数字要写上依据(facts),改成 status: live 才会发布。")
    return 0


def _publish(options: argparse.Namespace) -> int:
    settings = KnowledgeSettings()
    publisher, drafts = wiring.publisher(settings), wiring.drafts(settings)
    chosen = _chosen(drafts, options.sheets)
    if options.gate_only:
        report = publisher.gate(chosen)
        print(report)
        return 0 if report.passes else 1
    about = About(_author(options), _reason(options), override=options.override)
    published = publisher.publish(chosen, about)
    print(published.gate, f"已发布:{published.edition}", sep="\n")
    for draft in chosen:
        drafts.discard(draft.sheet)
    return 0


def _chosen(drafts: Drafts, names: list[str]) -> list[Draft]:
    chosen = [drafts.get(name) for name in names] if names else list(drafts.all().values())
    if not chosen:
        raise KnowledgeError("没有草稿可以发布。先保存:python -m knowledge drafts --save 文件.md --author 姓名")
    return chosen


def _rollback(options: argparse.Namespace) -> int:
    about = About(_author(options), _reason(options))
    print("已退回,现在的版本:", wiring.publisher(KnowledgeSettings()).rollback(options.edition, about))
    return 0


def _history(_: argparse.Namespace) -> int:
    for entry in history(wiring.store(KnowledgeSettings())):
        told = [entry.reason, f"退回到 {entry.of}" if entry.of else "", entry.override and f"未过考题:{entry.override}"]
        print(entry.edition, entry.published, entry.action, entry.author, ";".join(filter(None, told)), sep="\t")
    return 0


def _diff(options: argparse.Namespace) -> int:
    store = wiring.store(KnowledgeSettings())
    ids = (options.old, options.new or store.live_id)
    for edition in ids:
        store.manifest(edition)  # an unknown edition is an error, not an empty one
    print(difference(*(store.sheets(edition) for edition in ids)) or "没有不同。")
    return 0


def _prune(options: argparse.Namespace) -> int:
    removed = prune(wiring.store(KnowledgeSettings()), options.keep)
    print(f"删掉了 {len(removed)} 个版本。", *removed, sep="\n")
    return 0


def _expiring(options: argparse.Namespace) -> int:
    passages = wiring.build().live().index.passages
    for one in expiring(passages, datetime.now(ZONE).date(), options.days):
        print(f"还有 {one.days_left} 天", one.passage.valid_to, one.passage.document, one.passage.section, sep="\t")
    return 0


def _gaps(options: argparse.Namespace) -> int:
    knowledge = wiring.build()
    for one in cluster(knowledge.records.gaps(options.limit), knowledge.live().encoder):
        print(one.times, *(f"{text}({times})" for text, times in one.questions), sep="\t")
    return 0


def _author(options: argparse.Namespace) -> str:
    if not options.author.strip():
        raise KnowledgeError("请写明是谁做的:--author 姓名")
    return str(options.author).strip()


def _reason(options: argparse.Namespace) -> str:
    if not options.reason.strip():
        raise KnowledgeError("请写明为什么:--reason 理由")
    return str(options.reason).strip()
