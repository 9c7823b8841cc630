-- Keys to erase again after a crash between the two transactions.
select identity, entry from records.quarantine_left where entry > $1 order by entry;
