insert into conversation (source_id, native_id, name, kind, mac) values (?1, ?2, ?3, ?4, ?5) returning conversation_id;
