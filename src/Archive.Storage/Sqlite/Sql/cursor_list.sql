select source_id, part, value, mac from cursor order by source_id, part;
