-- Keys of cookies, where several processes share them: on a server. With accounts in a file they are in web-keys and the table stays empty; it is here so
-- that both have the same tables. Locks nothing: the table is new.
create table cookie_keys (
    Id integer not null constraint cookie_keys_pk primary key autoincrement,
    FriendlyName text null,
    Xml text null
);
