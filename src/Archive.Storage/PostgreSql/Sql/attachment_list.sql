select sequence, ordinal from records.attachment order by sequence, ordinal;
