insert into page (page_index, slots) values (?1, ?2);
