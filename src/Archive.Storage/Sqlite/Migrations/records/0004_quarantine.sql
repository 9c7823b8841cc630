-- What leaves the quarantine, and what was tried meanwhile. Two new tables; "quarantine" gets triggers, so nothing is locked for longer than that takes.
-- From here on an item leaves only together with its row in "quarantine_left", which holds its outcome, the entry that tells of it, and a keyed hash of
-- its identity: what was discarded does not come back.
create table quarantine_left (
    quarantine_id integer primary key,
    source_id integer not null,
    day integer not null,
    outcome integer not null,
    entry integer not null,
    identity blob not null,
    mac blob not null,
    constraint quarantine_left_identity unique (identity)
) strict;

create index quarantine_left_entry on quarantine_left (entry);

-- The last attempt to read an item again. No evidence: rows change.
create table quarantine_try (
    quarantine_id integer primary key,
    tries integer not null,
    tried_at integer not null,
    reason text not null,
    mac blob not null
) strict;

create trigger quarantine_no_update before update on quarantine begin select raise(abort, 'quarantined items are append-only'); end;
create trigger quarantine_no_delete before delete on quarantine
    when not exists (select 1 from quarantine_left where quarantine_left.quarantine_id = old.quarantine_id)
    begin select raise(fail, 'a quarantined item leaves only by a retry or a discard'); end;
create trigger quarantine_left_no_update before update on quarantine_left begin select raise(abort, 'what left the quarantine is append-only'); end;
create trigger quarantine_left_no_delete before delete on quarantine_left begin select raise(abort, 'what left the quarantine is append-only'); end;
