-- What counterparties said to the archiving of their conversations, and when. A new table: nothing is locked.
create table records.consent (
    consent_id bigint generated always as identity primary key,
    source_id integer not null,
    conversation bytea not null,
    participant bytea not null,
    time bigint not null,
    standing integer not null,
    mac bytea not null,
    constraint consent_change unique (mac)
);

create index consent_source on records.consent (source_id);
create index consent_conversation on records.consent using hash (conversation);

create trigger consent_no_update before update on records.consent for each row execute function records.refuse('consent');
create trigger consent_no_delete before delete on records.consent for each row execute function records.refuse('consent');
create trigger consent_no_truncate before truncate on records.consent for each statement execute function records.refuse('consent');
