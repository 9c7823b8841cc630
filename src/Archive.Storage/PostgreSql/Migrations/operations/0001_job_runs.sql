-- History of job runs. A new schema: nothing is locked.
create table operations.job_run (
    job_run_id bigint generated always as identity primary key,
    job text not null,
    source text,
    started_by text not null,
    started_at text not null,
    finished_at text,
    outcome bigint not null,
    counts text not null,
    error text
);

create index job_run_job on operations.job_run (job, job_run_id desc);
