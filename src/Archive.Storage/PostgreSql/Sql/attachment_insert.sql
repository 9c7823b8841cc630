insert into records.attachment (sequence, ordinal, mac, body) values ($1, $2, $3, $4);
