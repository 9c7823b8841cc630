-- Numbers are not given twice, also where the last item has left.
insert into quarantine (quarantine_id, source_id, native_id, revision, time, reason, mac, body)
values (
    1 + max(coalesce((select max(quarantine_id) from quarantine), 0), coalesce((select max(quarantine_id) from quarantine_left), 0)),
    ?1, ?2, ?3, ?4, ?5, ?6, ?7)
on conflict (source_id, native_id, revision) do nothing;
