update searches.saved_search set schedule = @Schedule, trouble = 0 where account = @Account and public_id = @Id and name is not null;
