-- Searches that people made, and their marks. A new schema: nothing is locked. Query, purpose and name are sealed; account and times are not, since
-- they select and order.
create table searches.saved_search (
    saved_search_id bigint generated always as identity primary key,
    public_id text not null constraint saved_search_public_id unique,
    account text not null,
    query bytea not null,
    purpose bytea not null,
    name bytea,
    search_order bigint not null,
    made_at text not null,
    schedule bigint not null default 0,
    scheduled_run_at text,
    claimed_until text,
    trouble bigint not null default 0,
    run_at text,
    run_cursor bigint not null default 0,
    run_hits bigint not null default 0,
    run_since bigint,
    run_new bigint not null default 0,
    run_looked bigint not null default 0
);

create index saved_search_account on searches.saved_search (account, saved_search_id desc);

create table searches.saved_mark (
    saved_search_id bigint not null constraint saved_mark_search references searches.saved_search on delete cascade,
    sequence bigint not null,
    marked_at text not null,
    constraint saved_mark_key primary key (saved_search_id, sequence)
);
