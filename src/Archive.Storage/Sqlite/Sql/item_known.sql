-- What the archive knows of a message: disposed of (2), stored (1, with its number), in quarantine (3, with its time), discarded from there (4, with its day).
-- The first that fits counts.
select 2, 0 from disposed where identity = ?4
union all select 1, sequence from record where native_id = ?2 and revision = ?3 and source_id = ?1
union all select 3, time from quarantine where source_id = ?1 and native_id = ?2 and revision = ?3
union all select 4, day from quarantine_left where identity = ?4 and outcome = 6
limit 1;
