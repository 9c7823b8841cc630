select source_id, part, value, mac from records.cursor order by source_id, part;
