-- Candidates only; the guard decides. No index on keep_until: a pass a day over the table is cheaper than 10 bytes on every record.
select record.sequence, record.source_id, record.conversation_id, record.participant_id, record.retention_policy_id, record.keep_until
from records.record join records.retention_policy using (retention_policy_id)
where record.sequence > $1 and record.keep_until <= $2 and retention_policy.action = 1
order by record.sequence limit $3;
