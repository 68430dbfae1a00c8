"""The local store: SQLAlchemy over sqlcipher3, or PostgreSQL by URL."""
