select source_id, name, platform, mac from source order by source_id;
