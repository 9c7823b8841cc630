insert into records.retention_policy (name, minimum_days, action, mac) values ($1, $2, $3, $4) returning retention_policy_id;
