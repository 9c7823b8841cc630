update lease set until = ?4 + ?2 where work = ?1 and fence = ?3;
