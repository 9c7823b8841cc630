select mac, body from attachment where sequence = ?1 and ordinal = ?2;
