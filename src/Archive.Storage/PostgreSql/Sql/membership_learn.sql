insert into records.membership (source_id, conversation, participant, mac)
select $1, * from unnest($2::bytea[], $3::bytea[], $4::bytea[])
on conflict (mac) do nothing;
