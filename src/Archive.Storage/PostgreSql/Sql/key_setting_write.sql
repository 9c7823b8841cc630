-- The greater one stays: processes that erase at the same time may come to this in any order.
insert into keys.setting (name, value) values ($1, $2)
on conflict (name) do update set value = greatest(setting.value, excluded.value);
