select sequence, leaf_index, leaf, source_id, day, identity, disposition, mac from records.disposed where leaf_index >= $1 and leaf_index < $2 order by leaf_index;
