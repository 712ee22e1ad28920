-- Saved questions, what they know of entries, what they told, and where that goes. Times are seconds since 1970 (UTC).
CREATE TABLE alert (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    filters TEXT NOT NULL, -- JSON, as they were given
    kinds TEXT NOT NULL, -- JSON: of which kinds of events it tells
    made REAL NOT NULL,
    lang TEXT NOT NULL,
    desk TEXT,
    cursor INTEGER NOT NULL, -- the change up to which it has looked
    day TEXT NOT NULL, -- the day as of which it has looked at plans
    seq INTEGER NOT NULL, -- of its newest event
    paused INTEGER NOT NULL,
    fault TEXT
);

-- What an alert knows of the entries that matched. `due` and the steps of days are those of plans alone.
CREATE TABLE alert_known (
    alert INTEGER NOT NULL REFERENCES alert,
    entry TEXT NOT NULL,
    due TEXT,
    first_step INTEGER,
    last_step INTEGER,
    body BLOB NOT NULL, -- MessagePack
    PRIMARY KEY (alert, entry)
) WITHOUT ROWID;
CREATE INDEX alert_known_due ON alert_known (alert, due) WHERE due IS NOT NULL;
CREATE INDEX alert_known_steps ON alert_known (alert, last_step) WHERE last_step IS NOT NULL;

-- An entry that was made one with another, or has another id, is known by its tellings.
CREATE TABLE alert_telling (
    alert INTEGER NOT NULL REFERENCES alert,
    telling TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (alert, telling)
) WITHOUT ROWID;

CREATE TABLE alert_event (
    alert INTEGER NOT NULL REFERENCES alert,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL, -- Zstandard of the JSON, byte for byte as it is delivered
    PRIMARY KEY (alert, seq)
);

CREATE TABLE alert_channel (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    alert INTEGER NOT NULL REFERENCES alert,
    kind TEXT NOT NULL, -- webhook, mail
    target TEXT NOT NULL,
    secret TEXT,
    secret_env TEXT,
    every REAL NOT NULL,
    sent INTEGER NOT NULL, -- the event up to which all were delivered
    last REAL,
    due REAL,
    tries INTEGER NOT NULL,
    failing_since REAL,
    fault TEXT,
    paused INTEGER NOT NULL
);
CREATE INDEX alert_channel_alert ON alert_channel (alert);

-- The e-mail that is being sent on a channel, frozen before it is tried.
CREATE TABLE alert_letter (
    channel INTEGER PRIMARY KEY REFERENCES alert_channel,
    after_seq INTEGER NOT NULL,
    until_seq INTEGER NOT NULL,
    body BLOB NOT NULL -- Zstandard
);
