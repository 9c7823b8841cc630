delete from searches.saved_search where account = @Account and public_id = @Id;
