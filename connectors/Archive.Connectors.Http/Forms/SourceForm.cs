namespace Archive.Connectors.Http.Forms;

/// <summary>What whoever makes a source on this platform has to do and to enter, in that order. Data alone: the words stand in the host's resources, under
/// names that follow from those here.</summary>
public sealed record SourceForm(IReadOnlyList<SourceFormStep> Steps)
{
    public IEnumerable<SourceFormField> Fields => Steps.SelectMany(step => step.Fields);
}

/// <param name="Name">"app" has the words <c>SourceStep.PLATFORM.app</c> and <c>SourceStep.PLATFORM.app.Do</c>, a sentence on each line.</param>
public sealed record SourceFormStep(string Name, params IReadOnlyList<SourceFormField> Fields)
{
    /// <summary>Where it is done at the platform.</summary>
    public Uri? Page { get; init; }

    /// <summary>Permissions to give there.</summary>
    public IReadOnlyList<SourceGrants> Grants { get; init; } = [];

    /// <summary>Whether the address that events are pushed to is to be entered there.</summary>
    public bool ShowsCallback { get; init; }

    /// <summary>What capturing goes without, so that it stands folded.</summary>
    public bool IsOptional { get; init; }
}

/// <param name="Name">Of the words <c>SourceGrants.PLATFORM.NAME</c>, where there are several kinds to choose from.</param>
public sealed record SourceGrants(string Name, IReadOnlyList<string> Permissions);
