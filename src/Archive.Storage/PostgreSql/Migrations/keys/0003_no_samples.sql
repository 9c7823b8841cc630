-- The server takes samples of every column to plan by (ANALYZE, by itself too) and keeps them as they are in a catalog that no clean-up rewrites: salts of
-- items whose key was destroyed. A page of keys is too wide to be sampled, today. Nothing is looked up by these columns, so none are taken. Setting the type
-- that a column has takes away the samples there are, rewrites nothing, and forgets how the column is stored. Locks each table for this moment.
alter table keys.item_key
    alter column salt type bytea, alter column salt set statistics 0, alter column salt set storage plain;
alter table keys.page
    alter column slots type bytea, alter column slots set statistics 0, alter column slots set storage plain;

-- As before, and without samples: what is set on a table is not set on one that is made like it.
create or replace function keys.make_partitions(up_to bigint) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
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
        execute format('alter table keys.%I alter column slots set statistics 0', child);
        execute format('create trigger %I before truncate on keys.%I for each statement execute function keys.refuse()', child || '_no_truncate', child);
        execute format('alter table keys.page attach partition keys.%I for values from (%s) to (%s)', child, number * size, (number + 1) * size);
    end loop;
end
$body$;
