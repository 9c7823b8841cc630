update pull_hint set next_start = @Now + @Pause where source = @Source and raised > covered;
