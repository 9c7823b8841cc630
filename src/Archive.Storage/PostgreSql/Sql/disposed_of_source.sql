select day, count(*) from records.disposed where source_id = $1 group by day;
