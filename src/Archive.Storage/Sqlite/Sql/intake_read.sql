select count from intake where source_id = ?1 and day = ?2 and outcome = ?3 and reason = ?4;
