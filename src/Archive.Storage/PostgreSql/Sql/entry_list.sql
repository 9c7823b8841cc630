select leaf_index, kind, time, mac, body from records.entry where leaf_index >= $1 and leaf_index < $2 order by leaf_index;
