insert into keys.untidy (partition, mark) values (-1, pg_current_xact_id()::text::bigint)
on conflict (partition) do update set mark = excluded.mark;
