update keys.item_key set salt = decode(repeat('00', length(salt)), 'hex') where identity = any ($1);
