update records.lease set until = records.now_microseconds() + $2 where work = $1 and fence = $3;
