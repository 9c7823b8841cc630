select coalesce(max(page_index), -1) from keys.page;
