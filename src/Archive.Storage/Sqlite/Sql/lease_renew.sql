update lease set until = ?3 + ?2 where work = ?1 and fence = ?4;
