select count(*) from records.record_identity;
