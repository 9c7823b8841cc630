using System.Text.Json;
using Archive.Core.Connectors;
using Archive.Core.Evidence;
using Archive.Core.Messages;
using Archive.Core.Redaction;

namespace Archive.Web.Hosting;

/// <summary>Writes into the evidence log which redaction policy and retention are in force, whenever they change. The register has entries of its own.</summary>
public sealed class ConfigurationRecord(
    IEvidenceLog log, SourceCatalog sources, IRedactor redactor, RegisterFileImport file, CaptureClock clock)
{
    /// <summary>Call before each run that captures.</summary>
    public async Task WriteIfChangedAsync(CancellationToken cancellationToken)
    {
        await file.ImportIfChangedAsync(cancellationToken);
        var body = JsonSerializer.Serialize(
            new
            {
                redaction = redactor.PolicyVersion,
                sources = sources.Sources.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new
                {
                    name = s.Name,
                    platform = s.Platform,
                    retention = s.Retention.Name,
                    minimumDays = s.Retention.MinimumDays,
                    action = s.Retention.Action.ToString(),
                }),
            },
            JsonSerializerOptions.Web);
        var last = await log.ReadAsync([EvidenceKind.Configuration], null, 1, cancellationToken);
        if (last.Count == 0 || last[0].Body != body)
        {
            var time = Timestamps.Cut(clock.Time.GetUtcNow());
            await log.AppendAsync(new EvidenceEntry(EvidenceKind.Configuration, time, "system:configuration", body), cancellationToken);
        }
    }
}
