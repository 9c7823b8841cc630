-- The role of those who see some sources alone. Locks the table of roles for one insert.
insert into roles (Id, Name, NormalizedName, ConcurrencyStamp) values ('reviewer', 'Reviewer', 'REVIEWER', 'reviewer');
