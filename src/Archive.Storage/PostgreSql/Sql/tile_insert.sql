insert into records.tile (tile_index, hash) values ($1, $2);
