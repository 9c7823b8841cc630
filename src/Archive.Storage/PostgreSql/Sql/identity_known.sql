select identity from records.record_identity where identity = any ($1);
