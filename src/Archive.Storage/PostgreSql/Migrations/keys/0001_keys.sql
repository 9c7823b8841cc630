-- Data keys apart from what they open. A new schema: nothing is locked.
-- A page of slots stands in its row and not beside it, so that rewriting the table rewrites every copy of a key; two rows fill a block. Partitions of
-- 10,000 pages (1.26 million keys, 40 MB) bound what an erasure makes the clean-up rewrite.
create table keys.page (
    page_index bigint not null,
    slots bytea not null,
    constraint page_key primary key (page_index)
) partition by range (page_index);

alter table keys.page alter column slots set storage plain;

create table keys.setting (
    name bytea not null,
    value bytea not null,
    constraint setting_key primary key (name)
);

-- Partitions in whose files erased keys may still stand, with the transaction that erased the last.
create table keys.untidy (
    partition bigint not null,
    mark bigint not null,
    constraint untidy_key primary key (partition)
);

create function keys.refuse() returns trigger language plpgsql as $body$
begin
    raise exception 'key pages stay; a key is erased in its page';
end
$body$;

create trigger page_no_delete before delete on keys.page for each row execute function keys.refuse();
create trigger page_no_truncate before truncate on keys.page for each statement execute function keys.refuse();

create function keys.make_partitions(up_to bigint) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
declare
    size constant bigint := 10000;
    child text;
begin
    if up_to > 3 * size + (select coalesce(max(page_index), 0) from keys.page) then
        raise exception 'partitions are made two ahead at most';
    end if;

    for number in 0 .. up_to / size loop
        child := format('page_%s', number);
        continue when to_regclass(format('keys.%I', child)) is not null;
        execute format('create table keys.%I (like keys.page including defaults including storage including constraints including indexes)', child);
        execute format('create trigger %I before truncate on keys.%I for each statement execute function keys.refuse()', child || '_no_truncate', child);
        execute format('alter table keys.page attach partition keys.%I for values from (%s) to (%s)', child, number * size, (number + 1) * size);
    end loop;
end
$body$;

select keys.make_partitions(1);

revoke execute on all functions in schema keys from public;
