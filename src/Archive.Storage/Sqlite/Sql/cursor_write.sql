insert into cursor (source_id, part, value, mac) values (?1, ?2, ?3, ?4)
on conflict (source_id, part) do update set value = excluded.value, mac = excluded.mac;
