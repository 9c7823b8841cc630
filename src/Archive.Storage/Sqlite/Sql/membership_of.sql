select participant from membership where source_id = ?1 and conversation = ?2;
