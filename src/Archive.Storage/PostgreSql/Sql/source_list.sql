select source_id, name, platform, mac from records.source order by source_id;
