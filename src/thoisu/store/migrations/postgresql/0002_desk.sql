-- Which store this is, and how often it was changed: what was made of it is good until the number is another one.
CREATE TABLE revision (
    store text COLLATE "C" NOT NULL,
    n bigint NOT NULL
);
INSERT INTO revision (store, n) VALUES (left(replace(gen_random_uuid()::text, '-', ''), 16), 0);

-- What became of entries, in the order in which it did: who watches asks for what came behind the number they know.
-- Writers take turns, so that a smaller number is never seen later than a greater one.
CREATE TABLE change (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry text COLLATE "C" NOT NULL,
    what text COLLATE "C" NOT NULL -- new, changed, gone
);

-- Who may read or write over HTTP; of the token itself only its hash is known.
CREATE TABLE token (
    name text COLLATE "C" PRIMARY KEY,
    hash text COLLATE "C" NOT NULL UNIQUE,
    writes boolean NOT NULL,
    made text COLLATE "C" NOT NULL,
    revoked text COLLATE "C"
);
