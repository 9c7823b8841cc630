select source_id, day, outcome, reason, count, mac from records.intake order by day, source_id, outcome, reason;
