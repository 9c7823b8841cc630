update searches.saved_search set claimed_until = @Until
where public_id = @Id and schedule <> 0 and scheduled_run_at is not distinct from @Expected and (claimed_until is null or claimed_until <= @Now);
