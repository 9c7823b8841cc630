select leaf_index, kind, time, mac, body from records.entry where leaf_index < $1 order by leaf_index desc limit $2;
