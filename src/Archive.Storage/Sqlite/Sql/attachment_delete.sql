delete from attachment where sequence = ?1;
