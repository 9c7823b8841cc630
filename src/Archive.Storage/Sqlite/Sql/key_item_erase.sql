update item_key set salt = zeroblob(length(salt)) where identity = ?1;
