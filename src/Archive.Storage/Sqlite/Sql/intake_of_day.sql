select day, outcome, reason, count from intake where day = ?1 and source_id = ?2;
