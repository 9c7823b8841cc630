select job_run_id as Id, job as Job, source as Source, started_by as StartedBy, started_at as StartedAt, finished_at as FinishedAt,
    outcome as Outcome, counts as Counts, error as Error
from job_run
where job = @Job and source = @Source
order by job_run_id limit 1;
