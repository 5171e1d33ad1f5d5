"""The SQLite schema of a library: its tables and indexes, and the version of its format."""

FORMAT = "1"

DAYS_FORMAT = "2"
"""Increased when other days are found in the same passages; they are then extracted anew."""

BARE_TEXT = (
    "replace(replace(replace(replace(text, ' ', ''), char(9), ''), char(10), ''), char(13), '')"
)
"""A text without white space; its length has an index, so that few texts are compared."""

SELECT_ARTICLES = (
    "SELECT id, title, text, path, language, source, author, published, url FROM articles"
)
INSERT_ARTICLE = (
    "INSERT INTO articles (id, title, text, path, language, source, author, published, url, root,"
    " digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
WHERE_ID_IN = "WHERE id IN (SELECT value FROM json_each(?))"

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, root TEXT NOT NULL, digest TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, path TEXT NOT NULL, language TEXT NOT NULL, source TEXT, author TEXT,
    published TEXT, url TEXT
);
CREATE TABLE IF NOT EXISTS passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS days (
    row INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    first TEXT NOT NULL, last TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS gone (row INTEGER PRIMARY KEY);
CREATE INDEX IF NOT EXISTS days_of_row ON days (row);
CREATE INDEX IF NOT EXISTS articles_of_source ON articles (source);
CREATE INDEX IF NOT EXISTS articles_of_language ON articles (language);
CREATE INDEX IF NOT EXISTS articles_of_path ON articles (path);
CREATE INDEX IF NOT EXISTS articles_of_length ON articles (length({BARE_TEXT}));
CREATE INDEX IF NOT EXISTS articles_of_root ON articles (root, id);
CREATE INDEX IF NOT EXISTS articles_of_day ON articles (substr(published, 1, 10), id);
CREATE INDEX IF NOT EXISTS passages_of_article ON passages (article);
"""
"""`gone` holds the rows deleted since the derived indexes were saved; `facts` the metadata."""
