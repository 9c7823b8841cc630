-- Rights of the role named by archive.role to the job storage: no evidence stands there.
do $body$
declare
    grantee constant text := quote_ident(current_setting('archive.role'));
begin
    execute format('grant usage on schema hangfire to %s', grantee);
    execute format('grant select, insert, update, delete on all tables in schema hangfire to %s', grantee);
    execute format('grant usage, select on all sequences in schema hangfire to %s', grantee);
end
$body$;
