using Archive.Core.Messages;
using Archive.Storage.Quarantine;
using Archive.Storage.Sql;

namespace Archive.Storage.Evidence;

/// <summary>Checks the rows that are not leaves: names, counters, cursors, quarantine; and that the counts agree.</summary>
internal sealed class TablePass(RecordArchive archive, IStoreDatabase database, VerificationFindings findings)
{
    private readonly RowMac _mac = archive.NewMac();

    public void Run(LogState? state, LeafPass leaves)
    {
        long sources = 0, policies = 0, memberships = 0, cursors = 0, consents = 0;
        Each("source_list", r => Check(r, 3, _mac.Source(r.Text(1), r.Text(2)), $"source {r.Int64(0)}"), ref sources);
        Each("policy_list", r => Check(r, 4, _mac.Policy(r.Text(1), r.Int64(2), r.Int64(3)), $"retention policy {r.Int64(0)}"), ref policies);
        Each("membership_list", r => Check(r, 3, _mac.Membership(r.Int64(0), r.Text(1), r.Text(2)), $"membership of {r.Text(1)}"), ref memberships);
        Each("cursor_list", r => Check(r, 3, _mac.Cursor(r.Int64(0), r.Text(1), r.Text(2)), $"cursor part {r.Text(1)}"), ref cursors);
        Each("consent_list", r => Check(r, 5, _mac.Consent(r.Int64(0), r.Text(1), r.Text(2), r.Int64(3), r.Int64(4)), $"consent in {r.Text(1)}"), ref consents);
        var participants = CheckNames("participant");
        var conversations = CheckNames("conversation");
        var (intake, sums, counters) = CheckIntake(leaves);
        new QuarantinePass(archive, database, findings).Run(state, counters);
        if (state is null)
        {
            return;
        }

        findings.Expect("records missing or inserted", "record", state["records"], leaves.Records);
        findings.Expect("dispositions missing or inserted", "disposed", state["disposed"], leaves.Disposed);
        findings.Expect("entries missing or inserted", "entry", state["entries"], leaves.Entries);
        findings.Expect("attachments missing or inserted", "attachment", state["attachments"], CountAttachments());
        findings.Expect("attachments without record", "attachment", state["attachments"], leaves.Attachments);
        findings.Expect("rows missing or inserted", "source", state["sources"], sources);
        findings.Expect("rows missing or inserted", "retention_policy", state["policies"], policies);
        findings.Expect("rows missing or inserted", "participant", state["participants"], participants);
        findings.Expect("rows missing or inserted", "conversation", state["conversations"], conversations);
        findings.Expect("rows missing or inserted", "membership", state["memberships"], memberships);
        findings.Expect("rows missing or inserted", "cursor", state["cursors"], cursors);
        findings.Expect("rows missing or inserted", "consent", state["consents"], consents);
        findings.Expect("rows missing or inserted", "intake", state["intake"], intake);
        foreach (var outcome in Enum.GetValues<IntakeOutcome>())
        {
            findings.Expect("counters do not agree", $"intake {outcome}", state["sum." + outcome], sums.GetValueOrDefault(outcome));
        }

        findings.Expect("received is not the sum of the outcomes", "intake", state["received"], sums.Values.Sum());
    }

    private long CheckNames(string table)
    {
        var count = 0L;
        Each(
            table + "_list",
            r => Check(r, 5, _mac.Named(table, r.Int64(4), r.Text(1), r.Text(2), r.Int64(3)), $"{table} {r.Int64(0)}"),
            ref count);
        return count;
    }

    private (long Rows, Dictionary<IntakeOutcome, long> Sums, Dictionary<(int Source, int Day, IntakeOutcome Outcome), long> Counters) CheckIntake(LeafPass leaves)
    {
        var sums = new Dictionary<IntakeOutcome, long>();
        var admitted = new Dictionary<(int Source, int Day), long>();
        var counters = new Dictionary<(int Source, int Day, IntakeOutcome Outcome), long>();
        var rows = 0L;
        Each(
            "intake_list",
            r =>
            {
                var outcome = (IntakeOutcome)r.Int32(2);
                var key = (r.Int32(0), r.Int32(1), outcome);
                counters[key] = counters.GetValueOrDefault(key) + r.Int64(4);
                sums[outcome] = sums.GetValueOrDefault(outcome) + r.Int64(4);
                if (outcome == IntakeOutcome.Admitted)
                {
                    var day = (r.Int32(0), r.Int32(1));
                    admitted[day] = admitted.GetValueOrDefault(day) + r.Int64(4);
                }

                Check(
                    r,
                    5,
                    _mac.Intake(r.Int64(0), r.Int64(1), r.Int64(2), r.Text(3), r.Int64(4)),
                    $"intake of source {r.Int64(0)} on {Timestamps.FromDay(r.Int32(1)):yyyy-MM-dd}");
            },
            ref rows);
        foreach (var key in admitted.Keys.Union(leaves.Admitted.Keys))
        {
            findings.Expect(
                "counter and records do not agree",
                $"source {key.Source} on {Timestamps.FromDay(key.Day):yyyy-MM-dd}",
                admitted.GetValueOrDefault(key),
                leaves.Admitted.GetValueOrDefault(key));
        }

        return (rows, sums, counters);
    }

    private long CountAttachments()
    {
        var count = 0L;
        Each("attachment_list", _ => { }, ref count);
        return count;
    }

    private void Check(IStoreStatement row, int column, byte[] expected, string where)
    {
        if (!expected.AsSpan().SequenceEqual(row.Blob(column)))
        {
            findings.Add("row changed", where, "its keyed hash does not match");
        }
    }

    private void Each(string statement, Action<IStoreStatement> check, ref long count)
    {
        var rows = database.Walk(statement);
        while (rows.Step())
        {
            check(rows);
            count++;
        }
    }
}
