select conversation_id, native_id, name, kind, source_id, mac from records.conversation order by conversation_id;
