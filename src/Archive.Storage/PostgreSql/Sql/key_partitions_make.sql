select keys.make_partitions($1);
