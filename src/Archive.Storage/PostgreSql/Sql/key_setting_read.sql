select value from keys.setting where name = $1;
