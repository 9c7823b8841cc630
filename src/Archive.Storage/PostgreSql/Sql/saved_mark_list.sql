select m.sequence from searches.saved_mark m join searches.saved_search s on s.saved_search_id = m.saved_search_id
where s.account = @Account and s.public_id = @Id order by m.sequence;
