select participant_id, native_id, name, kind, source_id, mac from records.participant order by participant_id;
