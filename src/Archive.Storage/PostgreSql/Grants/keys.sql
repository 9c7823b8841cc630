-- Rights of the role named by archive.role: it adds pages and erases keys in them.
do $body$
declare
    grantee constant text := quote_ident(current_setting('archive.role'));
begin
    execute format('grant usage on schema keys to %s', grantee);
    execute format('grant select on all tables in schema keys to %s', grantee);
    execute format('grant insert, update on keys.page, keys.item_key, keys.setting, keys.untidy to %s', grantee);
    execute format('grant execute on function keys.make_partitions(bigint) to %s', grantee);
end
$body$;
