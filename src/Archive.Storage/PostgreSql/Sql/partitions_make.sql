select records.make_partitions($1);
