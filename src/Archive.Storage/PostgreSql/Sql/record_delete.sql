-- The application's role may not delete; the function checks and does.
select records.dispose($1);
