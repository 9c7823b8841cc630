using Archive.Storage;

namespace Archive.Web.Auth;

/// <summary>The users database of an archive.</summary>
public static class ArchiveUsers
{
    /// <summary>Makes it, or brings it to this version, so that what runs later may have the folder for reading alone. Takes accounts along that an earlier
    /// version kept in the folder although the records are on a server.</summary>
    /// <returns>How many accounts were taken along.</returns>
    public static async Task<int> PrepareAsync(DataFolder folder, IConfiguration configuration, CancellationToken cancellationToken)
    {
        var database = UsersDatabase.ToWrite(folder, configuration);
        database.Upgrade();
        return database is PostgreSqlUsers server ? await new UsersFileMove(folder, server).RunAsync(cancellationToken) : 0;
    }

    /// <summary>Whether there is one: the first account, or the first start of the pages, makes a file.</summary>
    /// <exception cref="StorageException">The server cannot be reached, or has none of this version.</exception>
    public static bool AreMade(DataFolder folder, IConfiguration configuration) => UsersDatabase.ToRead(folder, configuration).IsMade();
}
