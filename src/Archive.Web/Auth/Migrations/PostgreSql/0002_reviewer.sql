-- The role of those who see some sources alone. Locks the table of roles for one insert.
insert into accounts.roles (id, name, normalized_name, concurrency_stamp) values ('reviewer', 'Reviewer', 'REVIEWER', 'reviewer');
