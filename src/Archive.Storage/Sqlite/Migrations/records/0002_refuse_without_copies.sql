-- The triggers on the way of a disposition refuse with "fail" instead of "abort". "abort" makes SQLite copy every page a statement touches, so that
-- it can take the statement back, and that was a quarter of the work. Refused is refused: these triggers fire before their row is changed, and the
-- rows a statement changed before it came to a refused one were allowed. Nothing is locked for longer than the change of the schema takes.

drop trigger record_no_delete;
create trigger record_no_delete before delete on record
    when not exists (select 1 from disposed where disposed.sequence = old.sequence)
    begin select raise(fail, 'a record leaves only by disposition'); end;

drop trigger attachment_no_delete;
create trigger attachment_no_delete before delete on attachment
    when not exists (select 1 from disposed where disposed.sequence = old.sequence)
    begin select raise(fail, 'an attachment leaves only by disposition'); end;

drop trigger disposed_no_insert;
create trigger disposed_no_insert before insert on disposed
    when not exists (
        select 1 from record join retention_policy using (retention_policy_id)
        where record.sequence = new.sequence and record.leaf_index = new.leaf_index
            and retention_policy.action = 1 and record.keep_until <= unixepoch('now') / 86400)
    begin select raise(fail, 'the minimum is not over'); end;
