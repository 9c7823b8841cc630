-- Keys to erase again after a crash between the two files.
select identity, entry from quarantine_left where entry > ?1 order by entry;
