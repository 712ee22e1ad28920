-- What is watched: where pages are offered, what was offered, and what of it is still to be done. Times are seconds
-- since 1970 (UTC), since they are reckoned with; `due` is when to ask next, NULL when not to ask any more.

-- A sitemap that an index names is a row of its own, with the index as its parent.
CREATE TABLE watch_source (
    url TEXT PRIMARY KEY,
    parent TEXT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    publisher TEXT,
    every INTEGER NOT NULL,
    etag TEXT,
    modified TEXT,
    claimed REAL, -- when its parent says that it was changed
    looked REAL,
    due REAL,
    failures INTEGER NOT NULL,
    fault TEXT
);
CREATE INDEX watch_source_parent ON watch_source (parent) WHERE parent IS NOT NULL;

CREATE TABLE watch_page (
    known_by TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    source TEXT NOT NULL, -- the first that offered it
    title TEXT,
    published TEXT,
    claimed REAL, -- when a source says that it was changed
    moment REAL NOT NULL, -- the newest are asked for first
    state TEXT NOT NULL, -- waiting, fetched, kept, none, refused, failed
    due REAL,
    tries INTEGER NOT NULL,
    fetched REAL,
    etag TEXT,
    modified TEXT,
    document TEXT,
    cause TEXT
);
CREATE INDEX watch_page_due ON watch_page (host, moment) WHERE due IS NOT NULL;
CREATE INDEX watch_page_source ON watch_page (source, state);

-- What was fetched and is not read yet, in the order in which it came.
CREATE TABLE watch_body (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    known_by TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    fetched REAL NOT NULL,
    content_type TEXT,
    published TEXT,
    body BLOB NOT NULL -- Zstandard
);

-- How a host wants to be treated, and how it was.
CREATE TABLE watch_host (
    host TEXT PRIMARY KEY,
    pace BLOB, -- JSON of watch/pace.py
    robots_status INTEGER,
    robots BLOB, -- Zstandard of robots.txt
    robots_until REAL
);
