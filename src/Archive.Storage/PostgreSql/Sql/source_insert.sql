-- Sources are known by name; the row is written once, when the first page of a source is appended.
insert into records.source (name, platform, mac) values ($1, $2, $3) returning source_id;
