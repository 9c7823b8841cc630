insert into records.quarantine (source_id, native_id, revision, time, reason, mac, body) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (source_id, sha256(native_id), sha256(revision)) do nothing;
