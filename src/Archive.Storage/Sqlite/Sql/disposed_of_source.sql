select day, count(*) from disposed where source_id = ?1 group by day;
