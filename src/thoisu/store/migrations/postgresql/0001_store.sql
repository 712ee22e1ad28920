-- Text is ordered by code points ("C"), as in SQLite: ids and days are compared and cut by their letters.

-- Pages and all their versions. `page` is narrow, since it is changed with every regrouping; bytes lie apart from it.
CREATE TABLE page (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    key text COLLATE "C" NOT NULL,
    moment text COLLATE "C",
    day text COLLATE "C",
    outlet text COLLATE "C",
    family text COLLATE "C",
    story text COLLATE "C",
    parent bigint,
    parent_score double precision,
    newness bigint UNIQUE -- by which a search sorts: minutes of the moment, then bits of the id
);
CREATE INDEX page_key ON page (key);
CREATE INDEX page_family ON page (family) WHERE family IS NOT NULL;
CREATE INDEX page_story ON page (story) WHERE story IS NOT NULL;
CREATE INDEX page_parent ON page (parent) WHERE parent IS NOT NULL;

CREATE TABLE version (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    page bigint NOT NULL REFERENCES page,
    number integer NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    uri text COLLATE "C" NOT NULL,
    added text COLLATE "C" NOT NULL,
    reader text COLLATE "C" NOT NULL,
    lexicon text COLLATE "C" NOT NULL,
    raw bytea NOT NULL, -- Zstandard
    reading bytea NOT NULL, -- Zstandard of its JSON
    UNIQUE (page, number)
);

-- What the chronicle knows a page by.
CREATE TABLE document (
    page bigint PRIMARY KEY REFERENCES page,
    body bytea NOT NULL -- Zstandard of the record as MessagePack
);
CREATE TABLE sketch (
    page bigint PRIMARY KEY REFERENCES page,
    signature bytea NOT NULL,
    features bytea NOT NULL,
    filed bytea NOT NULL -- its bands and keys as MessagePack
);
CREATE TABLE band (
    hash bigint NOT NULL,
    page bigint NOT NULL,
    PRIMARY KEY (hash, page)
);
CREATE TABLE story_key (
    key text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    page bigint NOT NULL,
    PRIMARY KEY (key, day, page)
);
-- Both ways round, so that one tree answers for either side.
CREATE TABLE copy (
    page bigint NOT NULL REFERENCES page,
    other bigint NOT NULL REFERENCES page,
    share double precision NOT NULL,
    PRIMARY KEY (page, other)
);
CREATE TABLE alias (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX alias_target ON alias (kind, target);

-- Tellings, and what they were made one with.
CREATE TABLE telling (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    page bigint NOT NULL REFERENCES page,
    number integer NOT NULL,
    entry text COLLATE "C",
    body bytea NOT NULL -- sentence, event, sources and blocks as MessagePack
);
CREATE INDEX telling_page ON telling (page);
CREATE INDEX telling_entry ON telling (entry) WHERE entry IS NOT NULL;
CREATE TABLE block (
    block text COLLATE "C" NOT NULL,
    telling bigint NOT NULL,
    PRIMARY KEY (block, telling)
);

-- `wide` is 1 where the span is open or longer than a month: few are, so that all others are found near their day.
CREATE TABLE entry (
    wide smallint NOT NULL,
    day text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    first text COLLATE "C" NOT NULL,
    last text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    mode text COLLATE "C",
    status text COLLATE "C" NOT NULL,
    origins integer NOT NULL,
    rejected smallint NOT NULL,
    PRIMARY KEY (wide, day, id)
);
CREATE TABLE entry_body (
    id text COLLATE "C" PRIMARY KEY,
    wide smallint NOT NULL,
    day text COLLATE "C" NOT NULL,
    body bytea NOT NULL -- Zstandard of the record as MessagePack
);
-- Everything else that an entry can be asked for by: its parties, place, country, story, who said it, and so on.
CREATE TABLE term (
    term text COLLATE "C" NOT NULL,
    wide smallint NOT NULL,
    day text COLLATE "C" NOT NULL,
    entry text COLLATE "C" NOT NULL,
    PRIMARY KEY (term, wide, day, entry)
);

CREATE TABLE correction (
    number integer PRIMARY KEY,
    time text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    changes text COLLATE "C" NOT NULL
);

-- The words come cut and folded (store/words.py), so that no configuration of a text search has a say in them. They lie
-- apart from what changes more often.
CREATE TABLE page_words (
    page bigint PRIMARY KEY REFERENCES page,
    exact tsvector NOT NULL,
    folded tsvector NOT NULL
);
CREATE INDEX page_words_exact ON page_words USING gin (exact);
CREATE INDEX page_words_folded ON page_words USING gin (folded);
CREATE TABLE telling_words (
    telling bigint PRIMARY KEY REFERENCES telling ON DELETE CASCADE,
    folded tsvector NOT NULL
);
CREATE INDEX telling_words_folded ON telling_words USING gin (folded);
