"""Wires the knowledge base's parts: for a process that answers, and for building an edition."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from knowledge.answers import TEXTS_FILE, Answerer, Thresholds
from knowledge.calibration import calibrate, uncovered_questions
from knowledge.check import check_sheets
from knowledge.edition import EditionStore
from knowledge.encoder import SentenceEncoder, load_encoder
from knowledge.errors import KnowledgeError
from knowledge.index import build_index
from knowledge.library import load_passages
from knowledge.live import LiveEdition
from knowledge.ranker import Ranker
from knowledge.records import Records
from knowledge.settings import KnowledgeSettings
from knowledge.sheets import SHEETS_FOLDER, read_sheets
from knowledge.training import Training, train_encoder
from language.texts import Texts
from storage.engine import open_engine
from storage.errors import StorageError
from storage.settings import StorageSettings


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a process needs to answer questions and to keep records of them."""

    answerer: Answerer
    records: Records
    live: LiveEdition
    encoder: SentenceEncoder


def build(settings: KnowledgeSettings | None = None, storage: StorageSettings | None = None) -> Knowledge:
    """Wire the parts of an answering process (settings: by default the environment's); raises EncoderMissing."""
    settings = settings or KnowledgeSettings()
    encoder = load_encoder(encoder_folder(settings), settings.encoder_model)
    log = structlog.get_logger("knowledge")
    live = LiveEdition(EditionStore(editions_folder(settings)), encoder, lambda problem: log.warning(problem))
    answerer = Answerer(live, encoder, Thresholds.load(), Texts.load(TEXTS_FILE))
    return Knowledge(answerer, records(storage), live, encoder)


def records(storage: StorageSettings | None = None) -> Records:
    """Return the records of the configured database; raises KnowledgeError when its address cannot be read."""
    try:
        return Records(open_engine((storage or StorageSettings()).database_url))
    except StorageError as error:
        raise KnowledgeError(f"数据库地址 DATABASE_URL 写法不对:{error}") from error


def editions_folder(settings: KnowledgeSettings) -> Path:
    """Return the folder of editions."""
    return settings.knowledge_dir / "editions"


def encoder_folder(settings: KnowledgeSettings) -> Path:
    """Return the folder of the trained encoder."""
    return settings.knowledge_dir / "encoder"


def train(settings: KnowledgeSettings, progress: Callable[[str], None], sheets: Path = SHEETS_FOLDER) -> None:
    """Train the encoder and calibrate the ranker from the sheets' questions."""
    passages = load_passages(sheets)
    training = Training()
    encoder = _named_encoder(settings)
    ranker = calibrate(passages, training, encoder, progress)
    if encoder is None:
        train_encoder(passages, encoder_folder(settings), training, progress)
    settings.knowledge_dir.mkdir(parents=True, exist_ok=True)
    ranker.save(_ranker_file(settings))


def publish(settings: KnowledgeSettings, progress: Callable[[str], None], sheets: Path = SHEETS_FOLDER) -> str:
    """Check the sheets, build an edition and make it live; returns its id. Raises KnowledgeError."""
    findings = check_sheets(read_sheets(sheets))
    if findings:
        raise KnowledgeError("\n".join(["明白纸有问题,先改好再发布:", *map(str, findings)]))
    encoder = load_encoder(encoder_folder(settings), settings.encoder_model)
    if not _ranker_file(settings).is_file():
        raise KnowledgeError("还没有校准排序,请先运行:python -m knowledge train")
    ranker = Ranker.load(_ranker_file(settings))
    passages = load_passages(sheets)
    progress(f"建立索引:{len(passages)} 个小节,{sum(len(p.questions) for p in passages)} 句问法")
    store = EditionStore(editions_folder(settings))
    edition_id = store.write(build_index(passages, encoder, uncovered_questions()), ranker, encoder)
    store.publish(edition_id)
    return edition_id


def _named_encoder(settings: KnowledgeSettings) -> SentenceEncoder | None:
    return load_encoder(encoder_folder(settings), settings.encoder_model) if settings.encoder_model else None


def _ranker_file(settings: KnowledgeSettings) -> Path:
    return settings.knowledge_dir / "ranker.json"
