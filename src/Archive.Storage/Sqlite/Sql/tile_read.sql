select hash from tile where tile_index = ?1;
