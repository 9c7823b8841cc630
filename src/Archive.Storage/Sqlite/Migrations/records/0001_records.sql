-- Records, evidence, counters and cursors. A new file: nothing is locked.
-- What is evidence refuses UPDATE and DELETE here, below the application; a record leaves only together with its row in "disposed".

create table source (
    source_id integer primary key,
    name text not null,
    platform text not null,
    mac blob not null,
    constraint source_name unique (name)
) strict;

create table participant (
    participant_id integer primary key,
    source_id integer not null,
    native_id text not null,
    name text not null,
    kind integer not null,
    mac blob not null,
    constraint participant_form unique (source_id, native_id, name, kind)
) strict;

create table conversation (
    conversation_id integer primary key,
    source_id integer not null,
    native_id text not null,
    name text not null,
    kind integer not null,
    mac blob not null,
    constraint conversation_form unique (source_id, native_id, name, kind)
) strict;

-- Who is in a direct or group conversation: what a hold on a person keeps.
create table membership (
    source_id integer not null,
    conversation text not null,
    participant text not null,
    mac blob not null,
    constraint membership_key primary key (source_id, conversation, participant)
) strict, without rowid;

create table retention_policy (
    retention_policy_id integer primary key,
    name text not null,
    minimum_days integer not null,
    action integer not null,
    mac blob not null,
    constraint retention_policy_form unique (name, minimum_days, action)
) strict;

create table record (
    sequence integer primary key,
    leaf_index integer not null,
    source_id integer not null,
    native_id text not null,
    revision text not null,
    time integer not null,
    kind integer not null,
    conversation_id integer not null,
    participant_id integer not null,
    retention_policy_id integer not null,
    keep_until integer not null,
    mac blob not null,
    body blob not null,
    constraint record_identity unique (native_id, revision, source_id)
) strict;

create table attachment (
    sequence integer not null,
    ordinal integer not null,
    mac blob not null,
    body blob not null,
    constraint attachment_key primary key (sequence, ordinal)
) strict;

-- Entries of the evidence log that are not records.
create table entry (
    leaf_index integer primary key,
    kind integer not null,
    time integer not null,
    mac blob not null,
    body blob not null
) strict;

create index entry_kind on entry (kind, leaf_index);

-- What is left of a record: its leaf, so that every earlier proof still verifies, and nothing of its content.
create table disposed (
    sequence integer primary key,
    leaf_index integer not null,
    leaf blob not null,
    source_id integer not null,
    day integer not null,
    identity blob not null,
    disposition integer not null,
    mac blob not null,
    constraint disposed_identity unique (identity),
    constraint disposed_leaf unique (leaf_index)
) strict;

create table tile (
    tile_index integer primary key,
    hash blob not null
) strict;

create table quarantine (
    quarantine_id integer primary key,
    source_id integer not null,
    native_id text not null,
    revision text not null,
    time integer not null,
    reason text not null,
    mac blob not null,
    body blob not null,
    constraint quarantine_identity unique (source_id, native_id, revision)
) strict;

create table intake (
    source_id integer not null,
    day integer not null,
    outcome integer not null,
    reason text not null,
    count integer not null,
    mac blob not null,
    constraint intake_key primary key (source_id, day, outcome, reason)
) strict, without rowid;

create table cursor (
    source_id integer not null,
    part text not null,
    value text not null,
    mac blob not null,
    constraint cursor_key primary key (source_id, part)
) strict, without rowid;

-- One row: where the log stands, and how many rows each table must have.
create table log_state (
    log_state_id integer primary key check (log_state_id = 1),
    last_sequence integer not null,
    leaves integer not null,
    frontier blob not null,
    counts text not null,
    mac blob not null
) strict;

create trigger record_no_update before update on record begin select raise(abort, 'records are append-only'); end;
create trigger record_no_delete before delete on record
    when not exists (select 1 from disposed where disposed.sequence = old.sequence)
    begin select raise(abort, 'a record leaves only by disposition'); end;
create trigger attachment_no_update before update on attachment begin select raise(abort, 'attachments are append-only'); end;
create trigger attachment_no_delete before delete on attachment
    when not exists (select 1 from disposed where disposed.sequence = old.sequence)
    begin select raise(abort, 'an attachment leaves only by disposition'); end;
create trigger disposed_no_insert before insert on disposed
    when not exists (
        select 1 from record join retention_policy using (retention_policy_id)
        where record.sequence = new.sequence and record.leaf_index = new.leaf_index
            and retention_policy.action = 1 and record.keep_until <= unixepoch('now') / 86400)
    begin select raise(abort, 'the minimum is not over'); end;
create trigger disposed_no_update before update on disposed begin select raise(abort, 'dispositions are append-only'); end;
create trigger disposed_no_delete before delete on disposed begin select raise(abort, 'dispositions are append-only'); end;
create trigger entry_no_update before update on entry begin select raise(abort, 'the evidence log is append-only'); end;
create trigger entry_no_delete before delete on entry begin select raise(abort, 'the evidence log is append-only'); end;
create trigger tile_no_update before update on tile begin select raise(abort, 'the evidence log is append-only'); end;
create trigger tile_no_delete before delete on tile begin select raise(abort, 'the evidence log is append-only'); end;
create trigger source_no_update before update on source begin select raise(abort, 'sources are append-only'); end;
create trigger source_no_delete before delete on source begin select raise(abort, 'sources are append-only'); end;
create trigger participant_no_update before update on participant begin select raise(abort, 'participants are append-only'); end;
create trigger participant_no_delete before delete on participant begin select raise(abort, 'participants are append-only'); end;
create trigger conversation_no_update before update on conversation begin select raise(abort, 'conversations are append-only'); end;
create trigger conversation_no_delete before delete on conversation begin select raise(abort, 'conversations are append-only'); end;
create trigger membership_no_update before update on membership begin select raise(abort, 'memberships are append-only'); end;
create trigger membership_no_delete before delete on membership begin select raise(abort, 'memberships are append-only'); end;
create trigger retention_policy_no_update before update on retention_policy begin select raise(abort, 'policies are append-only'); end;
create trigger retention_policy_no_delete before delete on retention_policy begin select raise(abort, 'policies are append-only'); end;
create trigger log_state_no_delete before delete on log_state begin select raise(abort, 'the state of the log stays'); end;
