select conversation, participant, time, standing from consent where source_id = ?1 order by consent_id;
