select mac, body from records.attachment where sequence = $1 and ordinal = $2;
