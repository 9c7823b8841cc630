-- A message that is known already changes nothing; any other conflict is an error.
insert into record (
    sequence, leaf_index, source_id, native_id, revision, time, kind, conversation_id, participant_id,
    retention_policy_id, keep_until, mac, body)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
on conflict (native_id, revision, source_id) do nothing;
