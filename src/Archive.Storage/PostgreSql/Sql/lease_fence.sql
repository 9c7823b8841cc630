-- Whoever takes it over waits until what is written under it is committed.
select fence from records.lease where work = $1 for share;
