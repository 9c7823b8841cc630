select native_id, name, kind, source_id, mac from records.conversation where conversation_id = $1;
