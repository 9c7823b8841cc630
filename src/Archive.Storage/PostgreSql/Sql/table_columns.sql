-- Names and types of the columns of a table.
select attname::text, format_type(atttypid, null) from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped;
