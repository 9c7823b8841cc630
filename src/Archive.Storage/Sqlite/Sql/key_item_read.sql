select salt from item_key where identity = ?1;
