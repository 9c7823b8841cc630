insert into keys.untidy (partition, mark)
select distinct page_index / 10000, pg_current_xact_id()::text::bigint from unnest($1::bigint[]) as page_index
on conflict (partition) do update set mark = excluded.mark;
