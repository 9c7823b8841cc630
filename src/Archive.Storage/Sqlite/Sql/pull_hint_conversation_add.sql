-- Under the number of the hint that is raised next.
insert into pull_hint_conversation (source, conversation, raised)
values (@Source, @Conversation, coalesce((select hint.raised from pull_hint hint where hint.source = @Source), 0) + 1)
on conflict (source, conversation) do update set raised = excluded.raised;
