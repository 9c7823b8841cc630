-- Records, evidence, counters and cursors. A new schema: nothing is locked.
-- What is evidence refuses UPDATE and DELETE here, below the application: the application's role has no right to either, and triggers refuse whoever
-- has. A record leaves only through records.dispose. Whatever a platform names (ids, names, reasons) is kept as UTF-8 bytes: a text of this database
-- cannot hold U+0000 and sorts by a locale. Unique keys over such values are their keyed hashes, since an index entry has a largest size.

create table records.source (
    source_id integer generated always as identity primary key,
    name bytea not null,
    platform bytea not null,
    mac bytea not null,
    constraint source_name unique (name)
);

create table records.participant (
    participant_id integer generated always as identity primary key,
    source_id integer not null,
    native_id bytea not null,
    name bytea not null,
    kind integer not null,
    mac bytea not null,
    constraint participant_form unique (mac)
);

create table records.conversation (
    conversation_id integer generated always as identity primary key,
    source_id integer not null,
    native_id bytea not null,
    name bytea not null,
    kind integer not null,
    mac bytea not null,
    constraint conversation_form unique (mac)
);

-- Who is in a direct or group conversation: what a hold on a person keeps.
create table records.membership (
    source_id integer not null,
    conversation bytea not null,
    participant bytea not null,
    mac bytea not null,
    constraint membership_key primary key (mac)
);

create index membership_conversation on records.membership using hash (conversation);

create table records.retention_policy (
    retention_policy_id integer generated always as identity primary key,
    name bytea not null,
    minimum_days integer not null,
    action integer not null,
    mac bytea not null,
    constraint retention_policy_form unique (name, minimum_days, action)
);

-- In order of arrival: partitions of a million sequence numbers.
create table records.record (
    sequence bigint not null,
    leaf_index bigint not null,
    time bigint not null,
    source_id integer not null,
    conversation_id integer not null,
    participant_id integer not null,
    retention_policy_id integer not null,
    keep_until integer not null,
    kind integer not null,
    native_id bytea not null,
    revision bytea not null,
    mac bytea not null,
    body bytea not null,
    constraint record_key primary key (sequence)
) partition by range (sequence);

-- Ciphertext does not get smaller.
alter table records.record alter column body set storage external;

-- Finds the records under a part of the tree. In order of arrival leaves ascend, so a summary of each range of blocks is enough.
create index record_leaf on records.record using brin (leaf_index) with (autosummarize = on);

-- What makes a message one and the same, over all partitions and over dispositions: a keyed hash of source, native id and revision.
create table records.record_identity (
    sequence bigint not null,
    identity bytea not null,
    constraint record_identity_key primary key (identity)
);

create table records.attachment (
    sequence bigint not null,
    ordinal integer not null,
    mac bytea not null,
    body bytea not null,
    constraint attachment_key primary key (sequence, ordinal)
) partition by range (sequence);

alter table records.attachment alter column body set storage external;

-- Entries of the evidence log that are not records.
create table records.entry (
    leaf_index bigint not null,
    time bigint not null,
    kind integer not null,
    mac bytea not null,
    body bytea not null,
    constraint entry_key primary key (leaf_index)
);

create index entry_kind on records.entry (kind, leaf_index);

-- What is left of a record: its leaf, so that every earlier proof still verifies, and nothing of its content.
create table records.disposed (
    sequence bigint not null,
    leaf_index bigint not null,
    disposition bigint not null,
    source_id integer not null,
    day integer not null,
    leaf bytea not null,
    identity bytea not null,
    mac bytea not null,
    constraint disposed_key primary key (sequence),
    constraint disposed_identity unique (identity),
    constraint disposed_leaf unique (leaf_index)
);

create index disposed_disposition on records.disposed (disposition);

create table records.tile (
    tile_index bigint not null,
    hash bytea not null,
    constraint tile_key primary key (tile_index)
);

create table records.quarantine (
    quarantine_id bigint generated always as identity primary key,
    time bigint not null,
    source_id integer not null,
    native_id bytea not null,
    revision bytea not null,
    reason bytea not null,
    mac bytea not null,
    body bytea not null
);

create unique index quarantine_identity on records.quarantine (source_id, sha256(native_id), sha256(revision));

create table records.intake (
    source_id integer not null,
    day integer not null,
    outcome integer not null,
    reason bytea not null,
    count bigint not null,
    mac bytea not null,
    constraint intake_key primary key (source_id, day, outcome, reason)
);

create table records.cursor (
    source_id integer not null,
    part bytea not null,
    value bytea not null,
    mac bytea not null,
    constraint cursor_key primary key (source_id, part)
);

-- One row: where the log stands, and how many rows each table must have. Whoever appends locks it first.
create table records.log_state (
    log_state_id integer not null check (log_state_id = 1),
    last_sequence bigint not null,
    leaves bigint not null,
    frontier bytea not null,
    counts bytea not null,
    mac bytea not null,
    constraint log_state_key primary key (log_state_id)
) with (fillfactor = 50);

-- Partitions in whose files disposed records may still stand, with the transaction that disposed of the last.
create table records.untidy (
    partition bigint not null,
    mark bigint not null,
    constraint untidy_key primary key (partition)
);

create function records.refuse() returns trigger language plpgsql as $body$
begin
    raise exception '% is append-only', tg_argv[0];
end
$body$;

create function records.refuse_unless_disposed() returns trigger language plpgsql as $body$
begin
    if not exists (select from records.disposed where disposed.sequence = old.sequence) then
        raise exception '% leaves only by disposition', tg_argv[0];
    end if;
    return old;
end
$body$;

-- The day, by the clock of this server.
create function records.today() returns integer language sql stable as $body$
    select floor(extract(epoch from clock_timestamp()) / 86400)::integer
$body$;

create function records.refuse_before_minimum() returns trigger language plpgsql as $body$
begin
    if not exists (
        select from records.record join records.retention_policy using (retention_policy_id)
        where record.sequence = new.sequence and record.leaf_index = new.leaf_index
            and retention_policy.action = 1 and record.keep_until <= records.today()) then
        raise exception 'the minimum is not over';
    end if;
    return new;
end
$body$;

create trigger record_no_update before update on records.record for each row execute function records.refuse('record');
create trigger record_no_delete before delete on records.record for each row execute function records.refuse_unless_disposed('a record');
create trigger record_no_truncate before truncate on records.record for each statement execute function records.refuse('record');
create trigger attachment_no_update before update on records.attachment for each row execute function records.refuse('attachment');
create trigger attachment_no_delete before delete on records.attachment for each row execute function records.refuse_unless_disposed('an attachment');
create trigger attachment_no_truncate before truncate on records.attachment for each statement execute function records.refuse('attachment');
create trigger disposed_no_insert before insert on records.disposed for each row execute function records.refuse_before_minimum();

create function records.make_append_only(name text) returns void language plpgsql as $body$
begin
    execute format('create trigger %I before update or delete on records.%I for each row execute function records.refuse(%L)', name || '_no_change', name, name);
    execute format('create trigger %I before truncate on records.%I for each statement execute function records.refuse(%L)', name || '_no_truncate', name, name);
end
$body$;

select records.make_append_only(name)
from unnest(array['disposed', 'entry', 'tile', 'source', 'participant', 'conversation', 'membership', 'retention_policy', 'record_identity', 'quarantine']) as name;

drop function records.make_append_only;

create trigger log_state_no_delete before delete on records.log_state for each row execute function records.refuse('log_state');
create trigger log_state_no_truncate before truncate on records.log_state for each statement execute function records.refuse('log_state');

-- Makes every partition up to that of a sequence number, with the rights of the owner. Made apart and attached, so that readers do not wait.
create function records.make_partitions(up_to bigint) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
declare
    size constant bigint := 1000000;
    parent text;
    child text;
begin
    if up_to > 3 * size + (select coalesce(max(last_sequence), 0) from records.log_state) then
        raise exception 'partitions are made two ahead at most';
    end if;

    for number in 0 .. up_to / size loop
        foreach parent in array array['record', 'attachment'] loop
            child := format('%s_%s', parent, number);
            continue when to_regclass(format('records.%I', child)) is not null;
            execute format('create table records.%I (like records.%I including defaults including storage including constraints including indexes)', child, parent);
            execute format('create trigger %I before truncate on records.%I for each statement execute function records.refuse(%L)', child || '_no_truncate', child, parent);
            execute format('alter table records.%I attach partition records.%I for values from (%s) to (%s)', parent, child, number * size, (number + 1) * size);
        end loop;
    end loop;
end
$body$;

select records.make_partitions(1);

-- The one way by which records leave. Checks for itself that the minimum is over, and that what is left of each is written and told of in the evidence
-- log (kind 2: a disposition). Holds are sealed entries, which this database cannot read: those the application has checked before.
create function records.dispose(sequences bigint[]) returns setof bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
begin
    if exists (
        select from unnest(sequences) as asked (sequence)
        where not exists (
            select from records.record
            join records.retention_policy using (retention_policy_id)
            join records.disposed on disposed.sequence = record.sequence and disposed.leaf_index = record.leaf_index
            join records.entry on entry.leaf_index = disposed.disposition and entry.kind = 2
            where record.sequence = asked.sequence and retention_policy.action = 1 and record.keep_until <= records.today())) then
        raise exception 'a record leaves only by disposition, when its minimum is over';
    end if;

    insert into records.untidy (partition, mark)
    select distinct asked.sequence / 1000000, pg_current_xact_id()::text::bigint from unnest(sequences) as asked (sequence)
    on conflict (partition) do update set mark = excluded.mark;
    return query delete from records.record where record.sequence = any (sequences) returning record.sequence;
end
$body$;

-- Attachments go with their record.
create function records.dispose_attachments(sequences bigint[]) returns setof bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
begin
    return query delete from records.attachment where attachment.sequence = any (sequences) returning attachment.sequence;
end
$body$;

revoke execute on all functions in schema records from public;
