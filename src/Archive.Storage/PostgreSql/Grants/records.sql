-- Rights of the role named by archive.role: it reads everything and adds; what is evidence it neither changes nor deletes.
do $body$
declare
    grantee constant text := quote_ident(current_setting('archive.role'));
begin
    execute format('grant usage on schema records to %s', grantee);
    execute format('grant select on all tables in schema records to %s', grantee);
    execute format('grant insert on records.source, records.participant, records.conversation, records.membership, records.retention_policy, records.record, records.record_identity, records.attachment, records.entry, records.disposed, records.tile, records.quarantine, records.quarantine_left, records.consent to %s', grantee);
    execute format('grant insert, update on records.intake, records.log_state, records.lease, records.quarantine_try to %s', grantee);
    execute format('grant insert, update, delete on records.cursor to %s', grantee);
    execute format('grant execute on function records.today(), records.now_microseconds(), records.make_partitions(bigint), records.dispose(bigint[]), records.dispose_attachments(bigint[]), records.release_quarantined(bigint[]) to %s', grantee);
end
$body$;
