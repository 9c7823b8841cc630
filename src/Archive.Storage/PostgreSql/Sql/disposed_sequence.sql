select 1 from records.disposed where sequence = $1;
