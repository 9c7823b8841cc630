select sequence, leaf_index, source_id, native_id, revision, time, kind, conversation_id, participant_id,
    retention_policy_id, keep_until, mac, body
from records.record where sequence > $1 order by sequence limit $2;
