insert into records.disposed (sequence, leaf_index, leaf, source_id, day, identity, disposition, mac)
values ($1, $2, $3, $4, $5, $6, $7, $8);
