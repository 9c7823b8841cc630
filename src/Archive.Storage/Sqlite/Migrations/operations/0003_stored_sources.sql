-- Sources that were made on the pages. What they are configured with, secrets too, is sealed under a key that follows from the master key.
-- Nothing is locked: the table is new.
create table stored_source (
    name text primary key,
    platform text not null,
    settings blob not null,
    revision integer not null
) strict, without rowid;
