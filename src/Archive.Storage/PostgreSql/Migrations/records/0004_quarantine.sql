-- What leaves the quarantine, and what was tried meanwhile. Two new tables; the trigger of "quarantine" is exchanged, which waits for who uses the table.
-- From here on an item leaves only through records.release_quarantined, together with its row in "quarantine_left", which holds its outcome, the entry
-- that tells of it, and a keyed hash of its identity: what was discarded does not come back.
create table records.quarantine_left (
    quarantine_id bigint not null,
    entry bigint not null,
    source_id integer not null,
    day integer not null,
    outcome integer not null,
    identity bytea not null,
    mac bytea not null,
    constraint quarantine_left_key primary key (quarantine_id),
    constraint quarantine_left_identity unique (identity)
);

create index quarantine_left_entry on records.quarantine_left (entry);

-- The last attempt to read an item again. No evidence: rows change.
create table records.quarantine_try (
    quarantine_id bigint not null,
    tried_at bigint not null,
    tries integer not null,
    reason bytea not null,
    mac bytea not null,
    constraint quarantine_try_key primary key (quarantine_id)
);

alter table records.quarantine alter column body set storage external;

create function records.refuse_unless_released() returns trigger language plpgsql as $body$
begin
    if not exists (select from records.quarantine_left where quarantine_left.quarantine_id = old.quarantine_id) then
        raise exception 'a quarantined item leaves only by a retry or a discard';
    end if;
    return old;
end
$body$;

drop trigger quarantine_no_change on records.quarantine;
create trigger quarantine_no_update before update on records.quarantine for each row execute function records.refuse('quarantine');
create trigger quarantine_no_delete before delete on records.quarantine for each row execute function records.refuse_unless_released();
create trigger quarantine_left_no_change before update or delete on records.quarantine_left for each row execute function records.refuse('quarantine_left');
create trigger quarantine_left_no_truncate before truncate on records.quarantine_left for each statement execute function records.refuse('quarantine_left');

-- The one way by which items leave the quarantine. Checks for itself that what is left of each is written and told of in the evidence log (kind 11: a
-- retry, 13: a discard). Holds and approvals are sealed entries, which this database cannot read: those the application has checked before. Marks the
-- table, as partition -1, for the clean-up, which rewrites it.
create function records.release_quarantined(ids bigint[]) returns setof bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
begin
    if exists (
        select from unnest(ids) as asked (id)
        where not exists (
            select from records.quarantine_left
            join records.entry on entry.leaf_index = quarantine_left.entry and entry.kind in (11, 13)
            where quarantine_left.quarantine_id = asked.id)) then
        raise exception 'a quarantined item leaves only by a retry or a discard';
    end if;

    insert into records.untidy (partition, mark) values (-1, pg_current_xact_id()::text::bigint)
    on conflict (partition) do update set mark = excluded.mark;
    return query delete from records.quarantine where quarantine_id = any (ids) returning quarantine_id;
end
$body$;

revoke execute on function records.refuse_unless_released(), records.release_quarantined(bigint[]) from public;
