-- One process at a time: of two that make the same table the server refuses one.
with alone as materialized (select pg_advisory_xact_lock(hashtext('keys.make_partitions')))
select keys.make_partitions($1) from alone;
