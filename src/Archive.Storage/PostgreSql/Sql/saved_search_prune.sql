delete from searches.saved_search
where account = @Account and name is null
    and not exists (select from searches.saved_mark m where m.saved_search_id = saved_search.saved_search_id)
    and saved_search_id not in (
        select saved_search_id from searches.saved_search where account = @Account and name is null order by saved_search_id desc limit @Keep);
