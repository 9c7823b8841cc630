select native_id, name, kind, source_id, mac from conversation where conversation_id = ?1;
