-- Searches that people made, and their marks. A new file: nothing is locked. Query, purpose and name are sealed; account and times are not, since
-- they select and order.
create table saved_search (
    saved_search_id integer primary key,
    public_id text not null constraint saved_search_public_id unique,
    account text not null,
    query blob not null,
    purpose blob not null,
    name blob,
    search_order integer not null,
    made_at text not null,
    schedule integer not null default 0,
    scheduled_run_at text,
    claimed_until text,
    trouble integer not null default 0,
    run_at text,
    run_cursor integer not null default 0,
    run_hits integer not null default 0,
    run_since integer,
    run_new integer not null default 0,
    run_looked integer not null default 0
) strict;

create index saved_search_account on saved_search (account, saved_search_id desc);

create table saved_mark (
    saved_search_id integer not null constraint saved_mark_search references saved_search on delete cascade,
    sequence integer not null,
    marked_at text not null,
    primary key (saved_search_id, sequence)
) strict, without rowid;
