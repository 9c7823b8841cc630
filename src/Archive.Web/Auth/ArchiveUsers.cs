using Archive.Storage;

namespace Archive.Web.Auth;

/// <summary>The users database of a data folder.</summary>
public static class ArchiveUsers
{
    /// <summary>Makes it, or brings it to this version, so that what runs later may have the folder for reading alone.</summary>
    public static void Upgrade(DataFolder folder) => UsersDatabase.ToWrite(folder).Upgrade();
}
