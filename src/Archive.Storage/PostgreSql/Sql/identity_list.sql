-- Every record with what keeps a second one of it out.
select record.sequence, record.source_id, record.native_id, record.revision, coalesce(record_identity.identity, '')
from records.record left join records.record_identity using (sequence);
