select 1 from disposed where identity = ?1;
