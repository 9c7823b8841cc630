-- A changed name is a new row: records keep the name as it was when they were captured.
insert into participant (source_id, native_id, name, kind, mac) values (?1, ?2, ?3, ?4, ?5) returning participant_id;
