select source_id, conversation, participant, mac from records.membership;
