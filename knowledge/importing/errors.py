"""Why a document was not imported."""

from knowledge.errors import KnowledgeError


class ImportRefused(KnowledgeError):
    """A document that cannot or must not be read; `why` is its key in texts.toml."""

    def __init__(self, why: str, message: str = "") -> None:
        super().__init__(message or why)
        self.why = why
