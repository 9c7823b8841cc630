-- Rights of the role named by archive.role: no evidence stands here.
do $body$
declare
    grantee constant text := quote_ident(current_setting('archive.role'));
begin
    execute format('grant usage on schema operations to %s', grantee);
    execute format('grant select, insert, update, delete on all tables in schema operations to %s', grantee);
end
$body$;
