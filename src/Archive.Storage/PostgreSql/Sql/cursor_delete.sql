delete from records.cursor where source_id = $1 and part = $2;
