insert into records.log_state (log_state_id, last_sequence, leaves, frontier, counts, mac) values (1, $1, $2, $3, $4, $5)
on conflict (log_state_id) do update
set last_sequence = excluded.last_sequence, leaves = excluded.leaves, frontier = excluded.frontier, counts = excluded.counts, mac = excluded.mac;
