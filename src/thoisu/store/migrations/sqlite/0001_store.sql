-- Pages and all their versions. `page` is narrow, since it is changed with every regrouping; bytes lie apart from it.
CREATE TABLE page (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    moment TEXT,
    day TEXT,
    outlet TEXT,
    family TEXT,
    story TEXT,
    parent INTEGER,
    parent_score REAL,
    newness INTEGER UNIQUE -- by which a search sorts: minutes of the moment, then bits of the id
);
CREATE INDEX page_key ON page (key);
CREATE INDEX page_family ON page (family) WHERE family IS NOT NULL;
CREATE INDEX page_story ON page (story) WHERE story IS NOT NULL;
CREATE INDEX page_parent ON page (parent) WHERE parent IS NOT NULL;

CREATE TABLE version (
    n INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES page,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    uri TEXT NOT NULL,
    added TEXT NOT NULL,
    reader TEXT NOT NULL,
    lexicon TEXT NOT NULL,
    raw BLOB NOT NULL, -- Zstandard
    reading BLOB NOT NULL, -- Zstandard of its JSON
    UNIQUE (page, number)
);

-- What the chronicle knows a page by.
CREATE TABLE document (
    page INTEGER PRIMARY KEY REFERENCES page,
    body BLOB NOT NULL -- Zstandard of the record as MessagePack
);
CREATE TABLE sketch (
    page INTEGER PRIMARY KEY REFERENCES page,
    signature BLOB NOT NULL,
    features BLOB NOT NULL,
    filed BLOB NOT NULL -- its bands and keys as MessagePack
);
CREATE TABLE band (
    hash INTEGER NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (hash, page)
) WITHOUT ROWID;
CREATE TABLE story_key (
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (key, day, page)
) WITHOUT ROWID;
-- Both ways round, so that one tree answers for either side.
CREATE TABLE copy (
    page INTEGER NOT NULL REFERENCES page,
    other INTEGER NOT NULL REFERENCES page,
    share REAL NOT NULL,
    PRIMARY KEY (page, other)
) WITHOUT ROWID;
CREATE TABLE alias (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX alias_target ON alias (kind, target);

-- Tellings, and what they were made one with.
CREATE TABLE telling (
    n INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: telling_words may still know the old one's words
    id TEXT NOT NULL UNIQUE,
    page INTEGER NOT NULL REFERENCES page,
    number INTEGER NOT NULL,
    entry TEXT,
    body BLOB NOT NULL -- sentence, event, sources and blocks as MessagePack
);
CREATE INDEX telling_page ON telling (page);
CREATE INDEX telling_entry ON telling (entry) WHERE entry IS NOT NULL;
CREATE TABLE block (
    block TEXT NOT NULL,
    telling INTEGER NOT NULL,
    PRIMARY KEY (block, telling)
) WITHOUT ROWID;

-- `wide` is 1 where the span is open or longer than a month: few are, so that all others are found near their day.
CREATE TABLE entry (
    wide INTEGER NOT NULL,
    day TEXT NOT NULL,
    id TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    event TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    origins INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    PRIMARY KEY (wide, day, id)
) WITHOUT ROWID;
CREATE TABLE entry_body (
    id TEXT PRIMARY KEY,
    wide INTEGER NOT NULL,
    day TEXT NOT NULL,
    body BLOB NOT NULL -- Zstandard of the record as MessagePack
);
-- Everything else that an entry can be asked for by: its parties, place, country, story, who said it, and so on.
CREATE TABLE term (
    term TEXT NOT NULL,
    wide INTEGER NOT NULL,
    day TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (term, wide, day, entry)
) WITHOUT ROWID;

CREATE TABLE correction (
    number INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    author TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    changes TEXT NOT NULL
);

-- The words come cut and folded (store/words.py): the tokenizer only has to part them at spaces. Rows of texts that were
-- replaced stay behind, named by no page or telling, since a deletion would need the very words that were put in.
CREATE VIRTUAL TABLE page_words USING fts5 (
    exact, folded, content = '', columnsize = 0, detail = column, tokenize = ascii
);
CREATE VIRTUAL TABLE telling_words USING fts5 (
    folded, content = '', columnsize = 0, detail = none, tokenize = ascii
);
