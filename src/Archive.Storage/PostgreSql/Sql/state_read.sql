select last_sequence, leaves, frontier, counts, mac from records.log_state where log_state_id = 1;
