delete from operations.pull_hint_conversation where source = @Source and conversation = @Conversation and raised <= @Number;
