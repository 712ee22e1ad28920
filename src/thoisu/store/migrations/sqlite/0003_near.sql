-- What comes together is filed together: a tree that every page is put into at dozens of random places costs more to
-- change, page of the file by page of the file, than all else that is kept of an article.

-- Bands are random numbers. New ones gather in a small tree, which is merged into the large one in order.
CREATE TABLE recent_band (
    hash INTEGER NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (hash, page)
) WITHOUT ROWID;

-- Documents are near one another within weeks of their days, and mostly come in the order of days.
ALTER TABLE story_key RENAME TO old_key;
CREATE TABLE story_key (
    month TEXT NOT NULL, -- of the day
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (month, key, day, page)
) WITHOUT ROWID;
INSERT INTO story_key (month, key, day, page)
SELECT substr(day, 1, 7), key, day, page FROM old_key ORDER BY 1, 2, 3, 4;
DROP TABLE old_key;

-- A block is filed with its last part, its days, before the others.
ALTER TABLE block RENAME TO old_block;
CREATE TABLE block (
    block TEXT NOT NULL,
    telling INTEGER NOT NULL,
    PRIMARY KEY (block, telling)
) WITHOUT ROWID;
INSERT INTO block (block, telling)
SELECT substr(block, length(head) + 1) || CASE head WHEN '' THEN '' ELSE ':' || substr(head, 1, length(head) - 1) END, n
FROM (SELECT block, rtrim(block, replace(block, ':', '')) AS head, telling AS n FROM old_block)
ORDER BY 1, 2;
DROP TABLE old_block;

-- An entry knows its tellings.
DROP INDEX telling_entry;
