-- Changes a row for one of those who ask at the same time.
update operations.pull_hint set next_start = records.now_microseconds() + @Pause, waiting_until = records.now_microseconds() + @Patience
where source = @Source and raised > covered and next_start <= records.now_microseconds() and waiting_until <= records.now_microseconds();
