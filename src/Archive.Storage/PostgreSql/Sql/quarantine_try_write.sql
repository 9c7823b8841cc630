insert into records.quarantine_try (quarantine_id, tries, tried_at, reason, mac) values ($1, $2, $3, $4, $5)
on conflict (quarantine_id) do update set tries = excluded.tries, tried_at = excluded.tried_at, reason = excluded.reason, mac = excluded.mac;
