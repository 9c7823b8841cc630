-- The server takes samples of every column to plan by (ANALYZE, by itself too) and keeps them as they are in a catalog that no clean-up rewrites: the
-- platform's id of a record that is gone, a piece of a short item in quarantine. Nothing is ever looked up by these columns, so none are taken. Setting
-- the type that a column has takes away the samples there are, rewrites nothing but the index of the quarantine, and forgets how the column is stored. Locks
-- each table for this moment.
alter table records.record
    alter column native_id type bytea, alter column native_id set statistics 0,
    alter column revision type bytea, alter column revision set statistics 0,
    alter column mac type bytea, alter column mac set statistics 0,
    alter column body type bytea, alter column body set statistics 0, alter column body set storage external;

alter table records.attachment
    alter column mac type bytea, alter column mac set statistics 0,
    alter column body type bytea, alter column body set statistics 0, alter column body set storage external;

alter table records.quarantine
    alter column native_id type bytea, alter column native_id set statistics 0,
    alter column revision type bytea, alter column revision set statistics 0,
    alter column reason type bytea, alter column reason set statistics 0,
    alter column mac type bytea, alter column mac set statistics 0,
    alter column body type bytea, alter column body set statistics 0, alter column body set storage external;

-- As before, and without samples: what is set on a table is not set on one that is made like it.
create or replace function records.make_partitions(up_to bigint) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
declare
    size constant bigint := 1000000;
    parent text;
    child text;
    bytes name;
begin
    if up_to > 3 * size + (select coalesce(max(last_sequence), 0) from records.log_state) then
        raise exception 'partitions are made two ahead at most';
    end if;

    for number in 0 .. up_to / size loop
        foreach parent in array array['record', 'attachment'] loop
            child := format('%s_%s', parent, number);
            continue when to_regclass(format('records.%I', child)) is not null;
            execute format('create table records.%I (like records.%I including defaults including storage including constraints including indexes)', child, parent);
            for bytes in
                select attname from pg_attribute where attrelid = format('records.%I', child)::regclass and attnum > 0 and atttypid = 'bytea'::regtype
            loop
                execute format('alter table records.%I alter column %I set statistics 0', child, bytes);
            end loop;

            execute format('create trigger %I before truncate on records.%I for each statement execute function records.refuse(%L)', child || '_no_truncate', child, parent);
            execute format('alter table records.%I attach partition records.%I for values from (%s) to (%s)', parent, child, number * size, (number + 1) * size);
        end loop;
    end loop;
end
$body$;
