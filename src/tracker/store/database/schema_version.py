"""The newest migration. Stated here so that an ordinary start need not load Alembic; a test holds it true."""

HEAD = "0007"
