select salt from keys.item_key where identity = $1;
