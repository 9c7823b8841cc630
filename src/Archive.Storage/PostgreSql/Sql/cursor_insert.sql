insert into records.cursor (source_id, part, value, mac) values ($1, $2, $3, $4);
