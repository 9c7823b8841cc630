-- Sources that were made on the pages. What they are configured with, secrets too, is sealed under a key that follows from the master key.
-- Nothing is locked: the table is new.
create table operations.stored_source (
    name text not null,
    platform text not null,
    settings bytea not null,
    revision bigint not null,
    constraint stored_source_key primary key (name)
);
