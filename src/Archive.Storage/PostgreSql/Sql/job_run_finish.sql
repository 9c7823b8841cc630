update operations.job_run set outcome = @Outcome, counts = @Counts, error = @Error, finished_at = @FinishedAt where job_run_id = @Id;
