insert into searches.saved_mark (saved_search_id, sequence, marked_at)
select saved_search_id, @Sequence, @Now from searches.saved_search where account = @Account and public_id = @Id
on conflict do nothing;
