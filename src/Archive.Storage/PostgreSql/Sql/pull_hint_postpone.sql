update operations.pull_hint set next_start = records.now_microseconds() + @Pause where source = @Source and raised > covered;
