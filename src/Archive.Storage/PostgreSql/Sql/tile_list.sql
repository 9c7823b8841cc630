select tile_index, hash from records.tile order by tile_index;
