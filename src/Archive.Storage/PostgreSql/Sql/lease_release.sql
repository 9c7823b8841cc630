update records.lease set until = 0 where work = $1 and fence = $2;
