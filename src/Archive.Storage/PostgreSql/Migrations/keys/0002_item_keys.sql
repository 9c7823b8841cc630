-- What makes the key of a quarantined item: a salt of its own, so that the key can be destroyed. Items from before have none and keep the key that follows
-- from the master key. Erased by overwriting it with zeros, as in key pages; the clean-up then rewrites the table, which stands as partition -1 on its list.
create table keys.item_key (
    item_key_id bigint generated always as identity primary key,
    identity bytea not null,
    salt bytea not null,
    constraint item_key_identity unique (identity)
);

alter table keys.item_key alter column salt set storage plain;

create trigger item_key_no_delete before delete on keys.item_key for each row execute function keys.refuse();
create trigger item_key_no_truncate before truncate on keys.item_key for each statement execute function keys.refuse();
