insert into searches.saved_search (public_id, account, query, purpose, search_order, made_at) values (@Id, @Account, @Query, @Purpose, @SearchOrder, @MadeAt);
