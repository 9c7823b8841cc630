-- Changes nothing when somebody else was faster.
update stored_source set settings = @Settings, revision = revision + 1 where name = @Name and platform = @Platform and revision = @Revision;
