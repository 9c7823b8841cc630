select participant from records.membership where source_id = $1 and conversation = $2;
