-- Work, duration. A row comes back only when nobody holds it.
insert into records.lease as held (work, fence, until) values ($1, 1, records.now_microseconds() + $2)
on conflict (work) do update set fence = held.fence + 1, until = excluded.until where held.until <= records.now_microseconds()
returning fence;
