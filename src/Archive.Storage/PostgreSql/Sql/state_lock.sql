-- First in every transaction that writes: one writer at a time, whichever process it is in.
select 1 from records.log_state where log_state_id = 1 for update;
