select retention_policy_id, name, minimum_days, action, mac from records.retention_policy order by retention_policy_id;
