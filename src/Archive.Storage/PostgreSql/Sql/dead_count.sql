-- Row versions that the last vacuum had to leave, in the table and in what stands beside it.
select pg_stat_get_dead_tuples(oid) + case when reltoastrelid = 0 then 0 else pg_stat_get_dead_tuples(reltoastrelid) end
from pg_class where oid = $1::regclass;
