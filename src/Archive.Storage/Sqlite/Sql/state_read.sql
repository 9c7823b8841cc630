select last_sequence, leaves, frontier, counts, mac from log_state where log_state_id = 1;
