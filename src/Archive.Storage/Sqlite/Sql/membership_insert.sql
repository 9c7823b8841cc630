insert into membership (source_id, conversation, participant, mac) values (?1, ?2, ?3, ?4)
on conflict (source_id, conversation, participant) do nothing;
