-- That a pull is due because the platform said so, and in which conversations it is to look far back. Ids and numbers alone, and never what happened there.
-- Nothing is locked: the tables are new. Times are microseconds since 1970, by the clock of this server.
create table operations.pull_hint (
    source text not null,
    raised bigint not null,
    covered bigint not null,
    next_start bigint not null,
    waiting_until bigint not null,
    constraint pull_hint_key primary key (source)
) with (fillfactor = 50);

create table operations.pull_hint_conversation (
    source text not null,
    conversation text not null,
    raised bigint not null,
    constraint pull_hint_conversation_key primary key (source, conversation)
);
