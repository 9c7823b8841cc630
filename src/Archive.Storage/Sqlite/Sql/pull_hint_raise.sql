insert into pull_hint as hint (source, raised, covered, next_start, waiting_until) values (@Source, 1, 0, 0, 0)
on conflict (source) do update set raised = hint.raised + 1;
