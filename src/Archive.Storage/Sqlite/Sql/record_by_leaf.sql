-- Sequence numbers and leaf indices rise together, and a sequence number is never above its leaf index + 1.
select sequence, leaf_index, source_id, native_id, revision, time, kind, conversation_id, participant_id,
    retention_policy_id, keep_until, mac, body
from record where sequence <= ?1 + 1 and leaf_index = ?1 order by sequence desc limit 1;
