-- What the archive knows of a message: disposed of (2), stored (1, with its number), in quarantine (3, with its time), discarded from there (4, with its day).
-- The first that fits counts: what was disposed of has its identity still.
select 2, 0::bigint from records.disposed where identity = $4
union all select 1, sequence from records.record_identity where identity = $4
union all select 3, time from records.quarantine where source_id = $1 and sha256(native_id) = sha256($2) and sha256(revision) = sha256($3)
union all select 4, day::bigint from records.quarantine_left where identity = $4 and outcome = 6
limit 1;
