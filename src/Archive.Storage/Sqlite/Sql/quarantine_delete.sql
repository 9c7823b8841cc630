delete from quarantine where quarantine_id = ?1;
