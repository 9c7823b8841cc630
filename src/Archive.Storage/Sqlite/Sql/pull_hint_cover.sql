update pull_hint set covered = @Number where source = @Source and covered < @Number;
