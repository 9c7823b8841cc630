-- History of job runs. A new file: nothing is locked.
create table job_run (
    job_run_id integer primary key,
    job text not null,
    source text,
    started_by text not null,
    started_at text not null,
    finished_at text,
    outcome integer not null,
    counts text not null,
    error text
) strict;

create index job_run_job on job_run (job, job_run_id desc);
