-- What makes the key of a quarantined item: a salt of its own, so that the key can be destroyed. Items from before have none and keep the key that follows
-- from the master key. Erased by overwriting it with zeros, as in key pages; rows are only ever added behind the last, so that none is moved about.
create table item_key (
    item_key_id integer primary key,
    identity blob not null,
    salt blob not null,
    constraint item_key_identity unique (identity)
) strict;

create trigger item_key_no_delete before delete on item_key begin select raise(abort, 'item keys stay; a key is erased in its row'); end;
