insert into consent (source_id, conversation, participant, time, standing, mac) values (?1, ?2, ?3, ?4, ?5, ?6)
on conflict (source_id, conversation, participant, time, standing) do nothing;
