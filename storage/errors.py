"""What can go wrong with the database before any subject is involved."""


class StorageError(Exception):
    """Something about the database itself is wrong."""


class BadDatabaseUrl(StorageError):
    """DATABASE_URL cannot be used; sqlite:///path or postgresql+psycopg://… is expected."""


class StorageUnavailable(StorageError):
    """The database does not answer, or stays locked."""
