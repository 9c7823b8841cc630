select day, outcome, reason, count from records.intake where day = any ($1) and source_id = $2;
