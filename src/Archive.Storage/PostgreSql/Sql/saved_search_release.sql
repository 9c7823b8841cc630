update searches.saved_search set claimed_until = null, scheduled_run_at = coalesce(@DoneAt, scheduled_run_at), trouble = @Trouble where public_id = @Id;
