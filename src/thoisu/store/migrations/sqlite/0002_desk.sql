-- Which store this is, and how often it was changed: what was made of it is good until the number is another one.
CREATE TABLE revision (
    store TEXT NOT NULL,
    n INTEGER NOT NULL
);
INSERT INTO revision (store, n) VALUES (lower(hex(randomblob(8))), 0);

-- What became of entries, in the order in which it did: who watches asks for what came behind the number they know.
CREATE TABLE change (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL,
    what TEXT NOT NULL -- new, changed, gone
);

-- Who may read or write over HTTP; of the token itself only its hash is known.
CREATE TABLE token (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    writes INTEGER NOT NULL,
    made TEXT NOT NULL,
    revoked TEXT
);
