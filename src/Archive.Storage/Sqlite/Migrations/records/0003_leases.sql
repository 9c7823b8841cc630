-- Who does what only one process at a time may do, and the number that tells a present holder from an earlier one. It stands with the records because a
-- page is written under it in one transaction. No evidence: rows change. Nothing is locked: the table is new.
create table lease (
    work text primary key,
    fence integer not null,
    until integer not null
) strict, without rowid;
