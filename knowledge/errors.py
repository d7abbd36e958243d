"""What can go wrong in the knowledge base; the message of each is fit to show to an editor."""

from pathlib import Path


class KnowledgeError(Exception):
    """Something of the knowledge base cannot be read, built or served."""


class SheetError(KnowledgeError):
    """A sheet breaks the format: names file, line and field."""

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path.name} 第{line}行,{field}:{problem}")
        self.path, self.line, self.field, self.problem = path, line, field, problem


class NoEdition(KnowledgeError):
    """No edition has been published yet."""


class StaleEdition(KnowledgeError):
    """The edition was built by another version of the program or with another encoder."""


class DamagedEdition(KnowledgeError):
    """A file of the edition is missing or is not what the manifest says."""


class EncoderMissing(KnowledgeError):
    """There is no trained encoder, or the one named in the settings cannot be loaded."""


class KnowledgeBusy(KnowledgeError):
    """The database cannot be reached or is locked."""


class DraftConflict(KnowledgeError):
    """Another person's draft, or another person's newer published text, stands in the way."""
