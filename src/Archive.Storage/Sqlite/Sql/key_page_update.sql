update page set slots = ?2 where page_index = ?1;
