-- Disposed records that could come back.
select count(*) from records.disposed
where not exists (select from records.record_identity where record_identity.identity = disposed.identity);
