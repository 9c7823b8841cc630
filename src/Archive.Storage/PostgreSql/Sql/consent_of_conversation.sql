select conversation, participant, time, standing from records.consent where source_id = $1 and conversation = $2 order by consent_id;
