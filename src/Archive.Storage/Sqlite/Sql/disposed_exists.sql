-- Disposed of, or discarded from the quarantine (outcome 6).
select 1 from disposed where identity = ?1
union all select 1 from quarantine_left where identity = ?1 and outcome = 6;
