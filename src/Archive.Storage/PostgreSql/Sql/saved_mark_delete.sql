delete from searches.saved_mark
where sequence = @Sequence and saved_search_id = (select saved_search_id from searches.saved_search where account = @Account and public_id = @Id);
