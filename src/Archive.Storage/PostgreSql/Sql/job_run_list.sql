select job_run_id as Id, job as Job, source as Source, started_by as StartedBy, started_at as StartedAt, finished_at as FinishedAt,
    outcome as Outcome, counts as Counts, error as Error
from operations.job_run
where (@Job::text is null or job = @Job) and (@Source::text is null or source = @Source)
order by job_run_id desc limit @Take;
