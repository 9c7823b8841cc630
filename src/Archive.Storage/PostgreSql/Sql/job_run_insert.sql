insert into operations.job_run (job, source, started_by, started_at, outcome, counts) values (@Job, @Source, @StartedBy, @StartedAt, 0, '{}')
returning job_run_id;
