-- A record's leaf is at least sequence - 1, and at most as far after it as there are entries: that bounds the rows without an index on leaf_index.
select sequence, leaf_index, source_id, native_id, revision, time, kind, conversation_id, participant_id,
    retention_policy_id, keep_until, mac, body
from record
where sequence <= ?2 and sequence > ?1 - (select count(*) from entry) and leaf_index >= ?1 and leaf_index < ?2;
