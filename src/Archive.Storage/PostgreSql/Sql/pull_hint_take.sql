update operations.pull_hint set waiting_until = 0 where source = @Source
returning raised as Raised, covered as Covered;
