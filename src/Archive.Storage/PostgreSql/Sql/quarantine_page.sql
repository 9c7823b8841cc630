select quarantine_id, source_id, native_id, revision, time, quarantine.reason, length(quarantine.body), coalesce(tries, 0), coalesce(tried_at, 0), coalesce(quarantine_try.reason, '')
from records.quarantine left join records.quarantine_try using (quarantine_id)
where quarantine_id > $1 and ($2 = 0 or source_id = $2)
order by quarantine_id limit $3;
