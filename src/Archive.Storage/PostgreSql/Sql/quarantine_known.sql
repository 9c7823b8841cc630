-- In quarantine, or gone from it.
select 1 from records.quarantine where source_id = $1 and sha256(native_id) = sha256($2) and sha256(revision) = sha256($3)
union all select 1 from records.quarantine_left where identity = $4;
