update searches.saved_search set name = @Name where account = @Account and public_id = @Id;
