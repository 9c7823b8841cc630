delete from operations.stored_source where name = @Name and revision = @Revision;
