-- Two processes may make the same page; the first one counts.
insert into keys.page (page_index, slots) select * from unnest($1::bigint[], $2::bytea[]) on conflict (page_index) do nothing;
