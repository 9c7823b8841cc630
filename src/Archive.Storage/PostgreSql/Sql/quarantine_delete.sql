-- The application's role may not delete; the function checks and does.
select records.release_quarantined($1);
