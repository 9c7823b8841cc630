-- A record's leaf is at least sequence - 1, which leaves out the partitions that came later.
select sequence, leaf_index, source_id, native_id, revision, time, kind, conversation_id, participant_id,
    retention_policy_id, keep_until, mac, body
from records.record
where sequence <= $2 and leaf_index >= $1 and leaf_index < $2;
