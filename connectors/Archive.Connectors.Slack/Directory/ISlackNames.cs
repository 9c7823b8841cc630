namespace Archive.Connectors.Slack.Directory;

/// <summary>Names for the ids inside texts. Null where an id is not known.</summary>
internal interface ISlackNames
{
    string? UserName(string id);

    string? ChannelName(string id);
}
