-- The key decides: of two people who take the same name at the same time one inserts nothing.
insert into operations.stored_source (name, platform, settings, revision) values (@Name, @Platform, @Settings, 1)
on conflict (name) do nothing;
