-- Four roles: who owns the tables of the records and who works with them, and the same two for the data keys, which are in a database of their own.
-- None is a superuser, makes roles or databases, or reads the other database. The files are read by psql: no password is an argument of a process.
\set owner `cat "$SECRETS/owner.password"`
\set application `cat "$SECRETS/application.password"`
\set keys_owner `cat "$SECRETS/keys-owner.password"`
\set keys `cat "$SECRETS/keys.password"`

create role archive_owner login password :'owner';
create role archive_application login password :'application';
create role archive_keys_owner login password :'keys_owner';
create role archive_keys login password :'keys';

create database archive owner archive_owner template template0 encoding 'UTF8';
create database archive_keys owner archive_keys_owner template template0 encoding 'UTF8';
revoke all on database archive, archive_keys, postgres from public;
grant connect on database archive to archive_application;
grant connect on database archive_keys to archive_keys;
