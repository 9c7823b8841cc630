-- In quarantine, or gone from it.
select 1 from quarantine where source_id = ?1 and native_id = ?2 and revision = ?3
union all select 1 from quarantine_left where identity = ?4;
