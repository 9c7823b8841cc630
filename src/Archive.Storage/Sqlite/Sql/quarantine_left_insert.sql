insert into quarantine_left (quarantine_id, source_id, day, outcome, entry, identity, mac) values (?1, ?2, ?3, ?4, ?5, ?6, ?7);
