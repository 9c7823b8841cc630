update records.cursor set value = $3, mac = $4 where source_id = $1 and part = $2;
