select sequence, ordinal from attachment order by sequence, ordinal;
