-- Stored, disposed of, or discarded from the quarantine (outcome 6).
select identity from records.record_identity where identity = any ($1)
union select identity from records.quarantine_left where identity = any ($1) and outcome = 6;
