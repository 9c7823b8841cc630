select quarantine_id, source_id, native_id, revision, time, quarantine.reason, length(quarantine.body), coalesce(tries, 0), coalesce(tried_at, 0), coalesce(quarantine_try.reason, ''), quarantine.mac, quarantine.body
from quarantine left join quarantine_try using (quarantine_id)
where quarantine_id = ?1;
