-- Changes a row for one of those who ask at the same time.
update pull_hint set next_start = @Now + @Pause, waiting_until = @Now + @Patience
where source = @Source and raised > covered and next_start <= @Now and waiting_until <= @Now;
