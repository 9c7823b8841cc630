select slots from keys.page where page_index = $1;
