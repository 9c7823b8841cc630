select 1 from cursor where source_id = ?1 and part = ?2;
