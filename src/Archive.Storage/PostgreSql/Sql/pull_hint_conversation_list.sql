select conversation from operations.pull_hint_conversation where source = @Source order by conversation;
