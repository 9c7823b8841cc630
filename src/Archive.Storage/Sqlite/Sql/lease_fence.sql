select fence from lease where work = ?1;
