select source_id, native_id, revision, time, reason, mac, body from records.quarantine order by quarantine_id;
