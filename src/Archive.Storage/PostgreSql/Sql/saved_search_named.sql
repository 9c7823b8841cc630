select s.public_id as Id, s.account as Account, s.query as Query, s.purpose as Purpose, s.name as Name, s.search_order as SearchOrder, s.made_at as MadeAt,
    s.schedule as Schedule, s.scheduled_run_at as ScheduledRunAt, s.trouble as Trouble, s.run_at as RunAt, s.run_cursor as RunCursor, s.run_hits as RunHits,
    s.run_since as RunSince, s.run_new as RunNew, s.run_looked as RunLooked,
    (select count(*) from searches.saved_mark m where m.saved_search_id = s.saved_search_id) as Marks
from searches.saved_search s
where s.account = @Account and s.name is not null
order by s.saved_search_id;
