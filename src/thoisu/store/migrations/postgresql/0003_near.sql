-- What comes together is filed together: a tree that every page is put into at dozens of random places costs more to
-- change, page of the file by page of the file, than all else that is kept of an article.

-- Bands are random numbers. New ones gather in a small tree, which is merged into the large one in order.
CREATE TABLE recent_band (
    hash bigint NOT NULL,
    page bigint NOT NULL,
    PRIMARY KEY (hash, page)
);

-- Documents are near one another within weeks of their days, and mostly come in the order of days.
ALTER TABLE story_key ADD COLUMN month text COLLATE "C";
UPDATE story_key SET month = left(day, 7);
ALTER TABLE story_key ALTER COLUMN month SET NOT NULL;
ALTER TABLE story_key DROP CONSTRAINT story_key_pkey;
ALTER TABLE story_key ADD PRIMARY KEY (month, key, day, page);

-- A block is filed with its last part, its days, before the others.
UPDATE block SET block = regexp_replace(block, '^(.*):([^:]*)$', '\2:\1');

-- An entry knows its tellings.
DROP INDEX telling_entry;
