-- How new an entry is stands in its own row. An index of all changes by entry was one more tree with a random place for
-- each, to be asked by calendars alone; only of an entry that is gone there is no other row.
ALTER TABLE entry_body ADD COLUMN changed bigint NOT NULL DEFAULT 0; -- the number of its newest change
UPDATE entry_body SET changed = coalesce((SELECT max(n) FROM change WHERE entry = entry_body.id), 0);
DROP INDEX change_entry;
CREATE INDEX change_gone ON change (entry, n) WHERE what = 'gone';
