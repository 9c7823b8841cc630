-- The search index: rebuildable, so no migrations; another version of this file means a new index.
-- "ArIx": the file says whose it is.
pragma application_id = 1098008952;
pragma user_version = 2;

-- Tokens only, by record sequence. The record store holds the text; nothing here can give it back in order but the positions.
create virtual table f using fts5(t, content='', columnsize=0, detail=full, tokenize='ascii');
insert into f(f, rank) values('pgsz', 8100);
insert into f(f, rank) values('automerge', 8);

-- What is known of each record besides its text, 256 records a row (one page), column by column; see ColumnBlock.
create table block (number integer primary key, data blob not null);

-- Numbers of sources (1), conversations (2) and senders (3) as the columns use them, and every name they had.
create table entry (kind integer not null, ordinal integer not null, source integer not null, id text not null, primary key (kind, ordinal)) without rowid;
create table entry_name (kind integer not null, ordinal integer not null, position integer not null, name text not null,
    primary key (kind, ordinal, position)) without rowid;

-- What kinds of record there are, each combination once, and which senders make up an audience: ascending numbers of 4 bytes, little-endian.
create table traits (ordinal integer primary key, kind integer not null, contents integer not null, language text not null, policy text not null,
    labels text not null, later integer not null);
create table audience (ordinal integer primary key, members blob not null);

-- Taken out of the index; whether the record goes too is not settled yet. Settled rows lie above the cursor: their record is gone, and a late
-- batch must not bring it back.
create table pending (sequence integer primary key, settled integer not null default 0);

-- version counts commits: a reader that sees another one than its columns waits for the columns.
create table state (id integer primary key check (id = 1), version integer not null, cursor integer not null, generation integer not null, analyzer text not null);
