select value from setting where name = ?1;
