delete from stored_source where name = @Name and revision = @Revision;
