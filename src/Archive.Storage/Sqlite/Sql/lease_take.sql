-- Work, now, duration. A row comes back only when nobody holds it.
insert into lease (work, fence, until) values (?1, 1, ?2 + ?3)
on conflict (work) do update set fence = lease.fence + 1, until = ?2 + ?3 where lease.until <= ?2
returning fence;
