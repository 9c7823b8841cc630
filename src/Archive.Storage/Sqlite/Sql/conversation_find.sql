select conversation_id from conversation where source_id = ?1 and native_id = ?2 and name = ?3 and kind = ?4;
