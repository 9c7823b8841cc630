update lease set until = ?2 + ?3 where work = ?1 and fence = ?4;
