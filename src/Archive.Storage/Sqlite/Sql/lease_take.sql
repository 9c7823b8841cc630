-- Work, duration, now. A row comes back only when nobody holds it.
insert into lease (work, fence, until) values (?1, 1, ?3 + ?2)
on conflict (work) do update set fence = lease.fence + 1, until = excluded.until where lease.until <= ?3
returning fence;
