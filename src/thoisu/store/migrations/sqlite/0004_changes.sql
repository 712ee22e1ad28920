-- A calendar says of each entry how new it is: by the newest of its changes.
CREATE INDEX change_entry ON change (entry, n);
