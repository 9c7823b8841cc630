-- Data keys apart from what they open. A new file: nothing is locked.
create table page (
    page_index integer primary key,
    slots blob not null
) strict;

create table setting (
    name text primary key,
    value blob not null
) strict, without rowid;

create trigger page_no_delete before delete on page begin select raise(abort, 'key pages stay; a key is erased in its page'); end;
