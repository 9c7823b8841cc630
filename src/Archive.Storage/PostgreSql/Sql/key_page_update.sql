-- After key_page_lock: whoever erases other slots of the page at the same time waits.
update keys.page set slots = $2 where page_index = $1;
