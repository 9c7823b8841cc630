namespace Archive.Simulators.WeCom.Messages;

/// <summary>Form in which a message is served.</summary>
internal enum MessageForm
{
    Text,
    Markdown,

    /// <summary>A type that no documentation lists.</summary>
    Unknown,

    /// <summary>One file of a corpus message: <c>file</c>, <c>image</c>, <c>voice</c> or <c>video</c> by its name.</summary>
    File,
    Revoke,
    Agree,
    Disagree,

    // The others follow a corpus message and stand for nothing in it.
    Image,
    Voice,
    Video,
    Card,
    Location,
    Emotion,
    Document,
    Link,
    Weapp,
    ChatRecord,
    Mixed,
    Todo,
    Vote,
    Collect,
    RedPacket,
    Meeting,
    DocMsg,
    Calendar,
    MeetingVoiceCall,
    VoipDocShare,
    SphFeed,
    VoipText,
    QyDiskFile,
    Switch,

    /// <summary>Another unknown type, without anything that could be taken for its text.</summary>
    Board,

    /// <summary>Only where outsiders are.</summary>
    ExternalRedPacket,

    /// <summary>Only by robots.</summary>
    News,
}
