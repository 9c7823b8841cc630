select native_id, name, kind, source_id, mac from records.participant where participant_id = $1;
