select conversation, participant, time, standing from consent where source_id = ?1 and conversation = ?2 order by consent_id;
