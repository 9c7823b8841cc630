-- That a pull is due because the platform said so, and in which conversations it is to look far back. Ids and numbers alone, and never what happened there.
-- Nothing is locked: the tables are new. Times are microseconds since 1970.
create table pull_hint (
    source text primary key,
    raised integer not null,
    covered integer not null,
    next_start integer not null,
    waiting_until integer not null
) strict, without rowid;

create table pull_hint_conversation (
    source text not null,
    conversation text not null,
    raised integer not null,
    primary key (source, conversation)
) strict, without rowid;
