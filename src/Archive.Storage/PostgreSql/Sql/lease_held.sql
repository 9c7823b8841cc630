select 1 from records.lease where work = $1 and until > records.now_microseconds();
