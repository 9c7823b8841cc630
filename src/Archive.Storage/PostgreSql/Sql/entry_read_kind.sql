select leaf_index, kind, time, mac, body from records.entry where kind = $1 and leaf_index < $2 order by leaf_index desc limit $3;
