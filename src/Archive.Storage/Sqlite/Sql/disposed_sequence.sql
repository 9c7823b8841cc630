select 1 from disposed where sequence = ?1;
