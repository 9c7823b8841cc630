-- The role archive.role with the password archive.secret, which is a hash already; none when it is empty.
do $body$
begin
    execute format('create role %I login', current_setting('archive.role'));
    if current_setting('archive.secret') <> '' then
        execute format('alter role %I password %L', current_setting('archive.role'), current_setting('archive.secret'));
    end if;
end
$body$;
