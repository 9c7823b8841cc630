insert into records.entry (leaf_index, kind, time, mac, body) values ($1, $2, $3, $4, $5);
