"""The knowledge base: sheets and work plan → passages → editions → answers with their source, year and place."""
