select conversation from pull_hint_conversation where source = @Source order by conversation;
