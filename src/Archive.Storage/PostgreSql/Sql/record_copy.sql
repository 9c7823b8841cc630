copy records.record (
    sequence, leaf_index, time, source_id, conversation_id, participant_id, retention_policy_id, keep_until, kind, native_id, revision, mac, body)
from stdin (format binary);
