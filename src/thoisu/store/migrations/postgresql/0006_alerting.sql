-- Saved questions, what they know of entries, what they told, and where that goes. Times are seconds since 1970 (UTC).
CREATE TABLE alert (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    filters text COLLATE "C" NOT NULL, -- JSON, as they were given
    kinds text COLLATE "C" NOT NULL, -- JSON: of which kinds of events it tells
    made double precision NOT NULL,
    lang text COLLATE "C" NOT NULL,
    desk text COLLATE "C",
    cursor bigint NOT NULL, -- the change up to which it has looked
    day text COLLATE "C" NOT NULL, -- the day as of which it has looked at plans
    seq bigint NOT NULL, -- of its newest event
    paused bigint NOT NULL,
    fault text COLLATE "C"
);

-- What an alert knows of the entries that matched. `due` and the steps of days are those of plans alone.
CREATE TABLE alert_known (
    alert bigint NOT NULL REFERENCES alert,
    entry text COLLATE "C" NOT NULL,
    due text COLLATE "C",
    first_step bigint,
    last_step bigint,
    body bytea NOT NULL, -- MessagePack
    PRIMARY KEY (alert, entry)
);
CREATE INDEX alert_known_due ON alert_known (alert, due) WHERE due IS NOT NULL;
CREATE INDEX alert_known_steps ON alert_known (alert, last_step) WHERE last_step IS NOT NULL;

-- An entry that was made one with another, or has another id, is known by its tellings.
CREATE TABLE alert_telling (
    alert bigint NOT NULL REFERENCES alert,
    telling text COLLATE "C" NOT NULL,
    entry text COLLATE "C" NOT NULL,
    PRIMARY KEY (alert, telling)
);

CREATE TABLE alert_event (
    alert bigint NOT NULL REFERENCES alert,
    seq bigint NOT NULL,
    id text COLLATE "C" NOT NULL UNIQUE,
    body bytea NOT NULL, -- Zstandard of the JSON, byte for byte as it is delivered
    PRIMARY KEY (alert, seq)
);

CREATE TABLE alert_channel (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert bigint NOT NULL REFERENCES alert,
    kind text COLLATE "C" NOT NULL, -- webhook, mail
    target text COLLATE "C" NOT NULL,
    secret text COLLATE "C",
    secret_env text COLLATE "C",
    every double precision NOT NULL,
    sent bigint NOT NULL, -- the event up to which all were delivered
    last double precision,
    due double precision,
    tries bigint NOT NULL,
    failing_since double precision,
    fault text COLLATE "C",
    paused bigint NOT NULL
);
CREATE INDEX alert_channel_alert ON alert_channel (alert);

-- The e-mail that is being sent on a channel, frozen before it is tried.
CREATE TABLE alert_letter (
    channel bigint PRIMARY KEY REFERENCES alert_channel,
    after_seq bigint NOT NULL,
    until_seq bigint NOT NULL,
    body bytea NOT NULL -- Zstandard
);
