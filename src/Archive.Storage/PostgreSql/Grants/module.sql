-- Rights of the role named by archive.role to the schema named by archive.schema, in which no evidence stands: it reads, writes and deletes rows. What
-- says which scripts were run, where our migrations keep that, it reads alone. Columns of identity need no right to their sequence; Hangfire's do.
do $body$
declare
    grantee constant text := quote_ident(current_setting('archive.role'));
    space constant text := quote_ident(current_setting('archive.schema'));
    name text;
begin
    execute format('grant usage on schema %s to %s', space, grantee);
    execute format('grant select, insert, update, delete on all tables in schema %s to %s', space, grantee);
    if to_regclass(space || '.schema_version') is not null then
        execute format('revoke insert, update, delete on %s.schema_version from %s', space, grantee);
    end if;
    for name in
        select s.oid::regclass::text
        from pg_class s
        where s.relkind = 'S' and s.relnamespace = to_regnamespace(space)
            and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype = 'i')
    loop
        execute format('grant usage, select on sequence %s to %s', name, grantee);
    end loop;
end
$body$;
