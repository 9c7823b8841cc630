-- The row that writers lock, of an empty log. One that is there stays.
insert into records.log_state (log_state_id, last_sequence, leaves, frontier, counts, mac) values (1, $1, $2, $3, $4, $5)
on conflict (log_state_id) do nothing;
