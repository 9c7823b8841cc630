select quarantine_id, tries, tried_at, reason, mac from quarantine_try order by quarantine_id;
