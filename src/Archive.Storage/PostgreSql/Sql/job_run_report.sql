update operations.job_run set counts = @Counts where job_run_id = @Id and outcome = 0;
