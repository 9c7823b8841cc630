select conversation_id, native_id, name, kind, source_id, mac from conversation order by conversation_id;
