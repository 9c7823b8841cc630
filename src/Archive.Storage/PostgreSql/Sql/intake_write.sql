insert into records.intake (source_id, day, outcome, reason, count, mac) values ($1, $2, $3, $4, $5, $6)
on conflict (source_id, day, outcome, reason) do update set count = excluded.count, mac = excluded.mac;
