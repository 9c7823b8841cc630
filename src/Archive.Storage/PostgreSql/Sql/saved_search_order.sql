update searches.saved_search set search_order = @SearchOrder where account = @Account and public_id = @Id;
