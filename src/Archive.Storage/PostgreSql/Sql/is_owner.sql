select pg_has_role(relowner, 'usage') from pg_class where oid = $1::regclass;
