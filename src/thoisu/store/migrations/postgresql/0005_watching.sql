-- What is watched: where pages are offered, what was offered, and what of it is still to be done. Times are seconds
-- since 1970 (UTC), since they are reckoned with; `due` is when to ask next, NULL when not to ask any more.

-- A sitemap that an index names is a row of its own, with the index as its parent.
CREATE TABLE watch_source (
    url text COLLATE "C" PRIMARY KEY,
    parent text COLLATE "C",
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    publisher text COLLATE "C",
    every integer NOT NULL,
    etag text COLLATE "C",
    modified text COLLATE "C",
    claimed double precision, -- when its parent says that it was changed
    looked double precision,
    due double precision,
    failures integer NOT NULL,
    fault text COLLATE "C"
);
CREATE INDEX watch_source_parent ON watch_source (parent) WHERE parent IS NOT NULL;

CREATE TABLE watch_page (
    known_by text COLLATE "C" PRIMARY KEY,
    url text COLLATE "C" NOT NULL,
    host text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL, -- the first that offered it
    title text COLLATE "C",
    published text COLLATE "C",
    claimed double precision, -- when a source says that it was changed
    moment double precision NOT NULL, -- the newest are asked for first
    state text COLLATE "C" NOT NULL, -- waiting, fetched, kept, none, refused, failed
    due double precision,
    tries integer NOT NULL,
    fetched double precision,
    etag text COLLATE "C",
    modified text COLLATE "C",
    document text COLLATE "C",
    cause text COLLATE "C"
);
CREATE INDEX watch_page_due ON watch_page (host, moment) WHERE due IS NOT NULL;
CREATE INDEX watch_page_source ON watch_page (source, state);

-- What was fetched and is not read yet, in the order in which it came.
CREATE TABLE watch_body (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    known_by text COLLATE "C" NOT NULL UNIQUE,
    url text COLLATE "C" NOT NULL,
    fetched double precision NOT NULL,
    content_type text COLLATE "C",
    published text COLLATE "C",
    body bytea NOT NULL -- Zstandard
);

-- How a host wants to be treated, and how it was.
CREATE TABLE watch_host (
    host text COLLATE "C" PRIMARY KEY,
    pace bytea, -- JSON of watch/pace.py
    robots_status integer,
    robots bytea, -- Zstandard of robots.txt
    robots_until double precision
);
