select 1 from lease where work = ?1 and until > ?2;
