insert into records.consent (source_id, conversation, participant, time, standing, mac) values ($1, $2, $3, $4, $5, $6)
on conflict (mac) do nothing;
