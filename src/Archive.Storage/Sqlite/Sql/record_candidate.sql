select sequence, source_id, conversation_id, participant_id, retention_policy_id, keep_until from record where sequence = ?1;
