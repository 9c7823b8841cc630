namespace Archive.Simulators.Feishu.Organisation;

/// <summary>Form in which a message is served.</summary>
internal enum MessageForm
{
    Text,
    Post,
    Card,
    System,

    /// <summary>A type that no documentation lists.</summary>
    Unknown,

    /// <summary>One file of a corpus message: <c>file</c>, <c>image</c>, <c>audio</c> or <c>media</c> by its name.</summary>
    File,

    // The others follow a corpus message and stand for nothing in it.
    MergeForward,
    Sticker,
    ShareChat,
    ShareUser,
    Location,
    Folder,
    Image,

    /// <summary>A <c>post</c> with an image in it.</summary>
    PictureNote,
    Audio,
    Video,
    ShareCalendarEvent,
    Calendar,
    GeneralCalendar,
    VideoChat,
    Todo,
    Vote,
    Hongbao,
    Whiteboard,
}
