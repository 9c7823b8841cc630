delete from record where sequence = ?1;
