select conversation, participant, time, standing from records.consent where source_id = $1 order by consent_id;
