insert into item_key (identity, salt) values (?1, ?2) on conflict (identity) do nothing;
