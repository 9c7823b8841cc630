-- Numbers of all forms asked for; those that are new get one. A changed name is a new row: records keep the name as it was when they were captured.
with asked (native_id, name, kind, mac) as (
    select * from unnest($2::bytea[], $3::bytea[], $4::bigint[], $5::bytea[])),
known as (
    select conversation_id, mac from records.conversation where mac = any ($5::bytea[])),
added as (
    insert into records.conversation (source_id, native_id, name, kind, mac)
    select $1, native_id, name, kind, mac from asked where not exists (select from known where known.mac = asked.mac)
    returning conversation_id, mac)
select conversation_id, mac, 0 as is_new from known
union all
select conversation_id, mac, 1 from added;
