select hash from records.tile where tile_index = $1;
