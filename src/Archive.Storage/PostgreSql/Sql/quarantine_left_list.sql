select quarantine_id, source_id, day, outcome, entry, identity, mac from records.quarantine_left order by quarantine_id;
