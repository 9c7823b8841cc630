select 1 from record where native_id = ?1 and revision = ?2 and source_id = ?3;
