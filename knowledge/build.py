"""Wires the knowledge base's parts: for a process that answers, and for building an edition."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from knowledge.answerer import Answerer
from knowledge.answers import TEXTS_FILE
from knowledge.calibration import calibrate
from knowledge.counting import QuestionCounting
from knowledge.drafts import Drafts
from knowledge.edition import Edition, EditionStore
from knowledge.encoder import SentenceEncoder
from knowledge.encoders import Encoders
from knowledge.errors import KnowledgeError
from knowledge.jobs import Jobs
from knowledge.library import load_passages
from knowledge.live import LiveEdition
from knowledge.manifest import About
from knowledge.publishing import Parts, Publisher
from knowledge.questions import GOLDEN_FILE, read_questions
from knowledge.records import Records
from knowledge.settings import KnowledgeSettings
from knowledge.sheets import SHEETS_FOLDER, read_sheets
from knowledge.thresholds import Thresholds
from knowledge.training import Training, train_encoder
from knowledge.workshop import Workshop
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


def build(settings: KnowledgeSettings | None = None, storage: StorageSettings | None = None) -> Knowledge:
    """Wire the parts of an answering process (settings: by default the environment's); raises EncoderMissing."""
    settings = settings or KnowledgeSettings()
    encoders = Encoders(settings.knowledge_dir, settings.encoder_model)
    encoders.newest()  # a process that can never answer says so at once
    log = structlog.get_logger("knowledge")
    live = LiveEdition(store(settings), encoders, lambda problem: log.warning(problem))
    return Knowledge(_answerer(live), records(storage), live)


def publisher(settings: KnowledgeSettings) -> Publisher:
    """Wire what publishes editions; nothing is loaded before it is needed."""
    encoders = Encoders(settings.knowledge_dir, settings.encoder_model)
    ranker, golden = _ranker_file(settings), read_questions(GOLDEN_FILE)
    return Publisher(Parts(store(settings), encoders, ranker, answerer, golden))


def workshop(settings: KnowledgeSettings, storage: StorageSettings | None = None) -> Workshop:
    """Wire what editors work with; nothing is loaded before it is needed. Raises KnowledgeError."""
    jobs = Jobs(settings.knowledge_dir / "jobs")
    return Workshop(store(settings), drafts(settings), jobs, records(storage), lambda: publisher(settings))


def drafts(settings: KnowledgeSettings) -> Drafts:
    """Return the drafts of this installation."""
    return Drafts(settings.knowledge_dir / "drafts")


def store(settings: KnowledgeSettings) -> EditionStore:
    """Return the editions of this installation."""
    return EditionStore(editions_folder(settings))


def answerer(edition: Edition) -> Answerer:
    """Return what answers from this one edition."""
    return _answerer(lambda: edition)


def _answerer(live: Callable[[], Edition]) -> Answerer:
    return Answerer(live, Thresholds.load(), Texts.load(TEXTS_FILE))


def records(storage: StorageSettings | None = None) -> Records:
    """Return the records of the configured database; raises KnowledgeError when its address cannot be read."""
    try:
        return Records(open_engine((storage or StorageSettings()).database_url))
    except StorageError as error:
        raise KnowledgeError(f"数据库地址 DATABASE_URL 写法不对:{error}") from error


def counting(storage: StorageSettings | None = None) -> QuestionCounting:
    """Return the numbers of the configured database; raises KnowledgeError when its address cannot be read."""
    try:
        engine = open_engine((storage or StorageSettings()).database_url)
    except StorageError as error:
        raise KnowledgeError(f"数据库地址 DATABASE_URL 写法不对:{error}") from error
    try:
        topics = {sheet.id: sheet.topic for sheet in read_sheets(SHEETS_FOLDER)}
    except KnowledgeError:
        topics = {}  # their ids will do
    return QuestionCounting(engine, topics)


def editions_folder(settings: KnowledgeSettings) -> Path:
    """Return the folder of editions."""
    return settings.knowledge_dir / "editions"


def train(settings: KnowledgeSettings, progress: Callable[[str], None], sheets: Path = SHEETS_FOLDER) -> None:
    """Train the encoder and calibrate the ranker from the sheets' questions."""
    passages = load_passages(sheets)
    training = Training()
    encoder = _named_encoder(settings)
    ranker = calibrate(passages, training, encoder, progress)
    if encoder is None:
        train_encoder(passages, Encoders(settings.knowledge_dir).trained, training, progress)
    settings.knowledge_dir.mkdir(parents=True, exist_ok=True)
    ranker.save(_ranker_file(settings))


def publish(settings: KnowledgeSettings, progress: Callable[[str], None], sheets: Path = SHEETS_FOLDER) -> str:
    """Check the project's sheets, build an edition and make it live; returns its id. Raises KnowledgeError."""
    texts = {sheet.id: sheet.path.read_text(encoding="utf-8") for sheet in read_sheets(sheets)}
    progress(f"建立索引:{len(texts)} 张明白纸")
    return publisher(settings).build(texts, About("系统", "程序自带的明白纸", "build"))


def _named_encoder(settings: KnowledgeSettings) -> SentenceEncoder | None:
    return Encoders(settings.knowledge_dir, settings.encoder_model).newest() if settings.encoder_model else None


def _ranker_file(settings: KnowledgeSettings) -> Path:
    return settings.knowledge_dir / "ranker.json"
