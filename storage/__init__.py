"""The database: engines from a URL, the kinds of transaction, the schema and its migrations."""
