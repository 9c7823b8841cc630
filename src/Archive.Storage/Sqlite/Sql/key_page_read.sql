select slots from page where page_index = ?1;
