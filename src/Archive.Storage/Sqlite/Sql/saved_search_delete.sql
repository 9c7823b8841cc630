delete from saved_search where account = @Account and public_id = @Id;
