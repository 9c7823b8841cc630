select page_index, slots from keys.page where page_index = any ($1) order by page_index for update;
