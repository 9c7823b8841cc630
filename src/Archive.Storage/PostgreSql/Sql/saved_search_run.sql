update searches.saved_search
set run_at = @At, run_cursor = @Cursor, run_hits = @Hits, run_since = @Since, run_new = @New, run_looked = @Looked
where public_id = @Id;
