-- Who does what only one process at a time may do, and the number that tells a present holder from an earlier one. It stands with the records because a
-- page is written under it in one transaction. No evidence: rows change. Nothing is locked: the table is new.
create table records.lease (
    work bytea not null,
    fence bigint not null,
    until bigint not null,
    constraint lease_key primary key (work)
) with (fillfactor = 50);

-- Microseconds since 1970, by the clock of this server: the clocks of the holders may differ.
create function records.now_microseconds() returns bigint language sql volatile as $body$
    select (extract(epoch from clock_timestamp()) * 1000000)::bigint
$body$;

revoke execute on function records.now_microseconds() from public;
