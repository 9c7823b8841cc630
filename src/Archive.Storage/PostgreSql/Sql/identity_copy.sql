copy records.record_identity (sequence, identity) from stdin (format binary);
