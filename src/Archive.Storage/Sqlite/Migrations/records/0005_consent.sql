-- What counterparties said to the archiving of their conversations, and when. A new table: nothing is locked.
create table consent (
    consent_id integer primary key,
    source_id integer not null,
    conversation text not null,
    participant text not null,
    time integer not null,
    standing integer not null,
    mac blob not null,
    constraint consent_change unique (source_id, conversation, participant, time, standing)
) strict;

create trigger consent_no_update before update on consent begin select raise(abort, 'consents are append-only'); end;
create trigger consent_no_delete before delete on consent begin select raise(abort, 'consents are append-only'); end;
