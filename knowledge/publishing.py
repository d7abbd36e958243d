"""Publishing: built beside the live edition, put through the gate, made live by one swap of the pointer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from knowledge.answerer import Answerer
from knowledge.answers import ZONE
from knowledge.check import check_sheets
from knowledge.content import Content
from knowledge.drafts import Draft, text_digest
from knowledge.edition import Edition, EditionStore
from knowledge.encoders import Encoders
from knowledge.errors import DraftConflict, KnowledgeError, NoEdition
from knowledge.gate import GateClosed, GateReport, compare, replies
from knowledge.index import build_index
from knowledge.lessons import read_lessons
from knowledge.library import passages_of
from knowledge.manifest import About
from knowledge.questions import Asked
from knowledge.ranker import Ranker
from knowledge.remembered import key_of, remembered
from knowledge.sheets import parse_sheet

_DRAFT = "(草稿)"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a publisher needs besides the sheets: `answerer` makes one over an edition, `golden` are the gate's."""

    store: EditionStore
    encoders: Encoders
    ranker: Path
    answerer: Callable[[Edition], Answerer]
    golden: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class Published:
    """An edition made live, with the gate's report when there was one to replace."""

    edition: str
    gate: GateReport | None


class Publisher:
    """Makes editions live, one at a time; whatever fails before the last step leaves the old one live.

    The live edition and the last draft built are kept: to try, to compare and to publish a draft builds it once.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._live_edition: Edition | None = None
        self._drafted: tuple[tuple[str, str], Content] | None = None

    def published(self) -> dict[str, str]:
        """Return the texts of the live edition's sheets by id; empty before the first."""
        try:
            return self._parts.store.sheets(self._parts.store.live_id)
        except NoEdition:
            return {}

    def live(self) -> Edition:
        """Return the live edition; raises NoEdition, DamagedEdition, StaleEdition."""
        live = self._parts.store.live_id
        if self._live_edition is None or self._live_edition.id != live:
            self._live_edition = self._parts.store.load(live, self._parts.encoders)
        return self._live_edition

    def build(self, sheets: Mapping[str, str], about: About) -> str:
        """Publish the project's `sheets` with a newly trained encoder; a county's own sheets stay. No gate."""
        with self._parts.store.alone():
            own = self._own()
            encoder = self._parts.encoders.newest()
            self._parts.encoders.keep(encoder)
            content = self._content({**sheets, **own}, None)
            return self._live(self._parts.store.write(content, self._chained(about, tuple(own))))

    def preview(self, drafts: Sequence[Draft]) -> Edition:
        """Return the live edition as it would be with `drafts`; nothing is written. Raises KnowledgeError."""
        live = self.live()
        content = self._content(self._with(drafts), live)
        return Edition(_DRAFT, content.index, content.ranker, content.encoder)

    def trial(self, drafts: Sequence[Draft]) -> Answerer:
        """Return what answers as the live edition would with `drafts`; raises KnowledgeError."""
        return self._parts.answerer(self.preview(drafts))

    def gate(self, drafts: Sequence[Draft]) -> GateReport:
        """Return what publishing `drafts` would change for the golden questions; nothing is written."""
        return self._compared(self.live(), self.preview(drafts))

    def publish(self, drafts: Sequence[Draft], about: About) -> Published:
        """Publish `drafts`; raises GateClosed unless `about.override` gives a reason, DraftConflict, KnowledgeError."""
        with self._parts.store.alone():
            live = self.live()
            sheets = self._with(drafts)
            content = self._content(sheets, live)
            report = self._compared(live, Edition(_DRAFT, content.index, content.ranker, content.encoder))
            if not report.passes and not about.override:
                raise GateClosed(report)
            own = tuple(sorted({*self._own(), *(draft.sheet for draft in drafts)}))
            written = self._parts.store.write(content, self._chained(about, own))
            return Published(self._live(written), report)

    def rollback(self, edition_id: str, about: About) -> str:
        """Make an earlier edition's content live again, as a new edition; raises KnowledgeError."""
        store = self._parts.store
        with store.alone():
            own = tuple(store.manifest(edition_id)[0]["about"]["own"])
            chained = self._chained(replace(about, action="rollback", of=edition_id), own)
            return self._live(store.copy(edition_id, chained))

    def _with(self, drafts: Sequence[Draft]) -> dict[str, str]:
        sheets = self.published()
        for draft in drafts:
            if draft.base != text_digest(sheets.get(draft.sheet)):
                raise DraftConflict(f"“{draft.sheet}”在写草稿期间被别人发布过,请对照新内容重写草稿")
            sheets[draft.sheet] = draft.text
        return sheets

    def _content(self, texts: Mapping[str, str], live: Edition | None) -> Content:
        drafted = (live.id if live else "", text_digest("\0".join(texts[name] for name in sorted(texts))))
        if self._drafted is None or self._drafted[0] != drafted:
            self._drafted = None  # the old one goes before the new one comes
            self._drafted = (drafted, self._built(texts, live))
        return self._drafted[1]

    def _built(self, texts: Mapping[str, str], live: Edition | None) -> Content:
        sheets = [parse_sheet(text, Path(f"{name}.md")) for name, text in sorted(texts.items())]
        findings = check_sheets(sheets)
        if findings:
            raise KnowledgeError("\n".join(["明白纸有问题,先改好再发布:", *map(str, findings)]))
        passages = passages_of(sheets)
        if live is not None:
            index = build_index(passages, live.encoder, read_lessons(), live.index.vectored)
            return Content(index, live.ranker, live.encoder, texts)
        if not self._parts.ranker.is_file():
            raise KnowledgeError("还没有校准排序,请先运行:python -m knowledge train")
        encoder = self._parts.encoders.newest()
        index = build_index(passages, encoder, read_lessons())
        return Content(index, Ranker.load(self._parts.ranker), encoder, texts)

    def _compared(self, live: Edition, draft: Edition) -> GateReport:
        golden, today = self._parts.golden, datetime.now(ZONE).date()
        path = self._parts.store.beside(live.id, "golden.json")
        before = remembered(path, key_of(live.id, golden, today), lambda: replies(self._parts.answerer(live), golden))
        return compare(golden, before, replies(self._parts.answerer(draft), golden))

    def _own(self) -> dict[str, str]:
        store = self._parts.store
        try:
            about = store.manifest(store.live_id)[0].get("about", {})
        except KnowledgeError:
            return {}
        texts = self.published()
        return {sheet: texts[sheet] for sheet in about.get("own", ()) if sheet in texts}

    def _chained(self, about: About, own: tuple[str, ...]) -> About:
        store = self._parts.store
        try:
            live = store.live_id
            previous = (live, store.manifest(live)[1])
        except KnowledgeError:
            previous = ("", "")
        return replace(about, own=own, previous=previous)

    def _live(self, edition_id: str) -> str:
        self._parts.store.publish(edition_id)
        return edition_id
