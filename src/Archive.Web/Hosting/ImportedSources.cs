using Archive.Connectors.JsonLines;
using Archive.Core.Connectors;
using Archive.Core.Retention;

namespace Archive.Web.Hosting;

/// <summary>Sources that the configuration does not name, because a file was imported under them. A line of JSON tells everything by itself; the elements of a
/// platform's export need the lists of people and conversations that stand in the export, which is not kept.</summary>
public static class ImportedSources
{
    /// <summary>How long records of an import are kept: by the standard settings.</summary>
    public static RetentionPolicy Retention
    {
        get
        {
            var standard = new RetentionSettings();
            return new RetentionPolicy(standard.Policy, standard.MinimumDays, standard.Action);
        }
    }

    /// <inheritdoc cref="Core.Quarantine.ImportedSource"/>
    public static ConfiguredSource? Find(string name, string platform) => platform == "jsonlines"
        ? new ConfiguredSource(name, platform, "", Retention, () => new JsonLinesConnector(name, ""))
        : null;
}
