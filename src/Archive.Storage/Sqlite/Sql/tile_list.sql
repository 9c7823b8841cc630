select tile_index, hash from tile order by tile_index;
