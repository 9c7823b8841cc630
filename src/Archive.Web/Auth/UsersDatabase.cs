using Archive.Storage;
using Archive.Storage.PostgreSql;
using Archive.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>Where the accounts are: beside the records, in a file of the data folder or on the server. The one place that chooses.</summary>
public abstract class UsersDatabase
{
    private protected UsersDatabase()
    {
    }

    /// <summary>For messages; holds no secret.</summary>
    internal abstract string Name { get; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting of the record store is missing or out of bounds.</exception>
    public static UsersDatabase ToWrite(DataFolder folder, IConfiguration configuration) => Of(folder, configuration, SqliteOpenMode.ReadWriteCreate);

    /// <inheritdoc cref="ToWrite"/>
    public static UsersDatabase ToRead(DataFolder folder, IConfiguration configuration) => Of(folder, configuration, SqliteOpenMode.ReadOnly);

    /// <summary>Whether it is there to be read.</summary>
    /// <exception cref="StorageException">It cannot be reached, or must be upgraded first.</exception>
    internal abstract bool IsMade();

    /// <summary>Brings it to the schema of this version; running it again does nothing.</summary>
    /// <exception cref="StorageException">It cannot be reached, or its owner alone may do it.</exception>
    public abstract void Upgrade();

    /// <summary>What comes before the first sign-in: the newest schema, and no accounts left elsewhere.</summary>
    /// <exception cref="StorageException">Something must be done first; the message says what.</exception>
    internal virtual void Open() => Upgrade();

    /// <param name="mayRepeat">Whether a statement that met a lost connection may be sent again: not within a transaction of one's own.</param>
    internal abstract void Configure(DbContextOptionsBuilder options, bool mayRepeat);

    /// <summary>Says where the keys of cookies are kept.</summary>
    internal abstract void AddCookieKeys(IDataProtectionBuilder builder);

    /// <summary>Makes the first key of cookies, where processes that start together must not make one each.</summary>
    internal virtual void PrepareCookieKeys(IServiceProvider services)
    {
    }

    /// <summary>Keeps other processes from copying accounts meanwhile; null where a transaction does.</summary>
    internal virtual IDisposable? Hold() => null;

    internal UsersContext NewContext()
    {
        var options = new DbContextOptionsBuilder<UsersContext>();
        Configure(options, mayRepeat: false);
        return new UsersContext(options.Options);
    }

    private static UsersDatabase Of(DataFolder folder, IConfiguration configuration, SqliteOpenMode mode) => ArchiveStore.IsOnServer(configuration)
        ? new PostgreSqlUsers(folder, PostgreSqlStorageServiceCollectionExtensions.ReadOptions(configuration))
        : new SqliteUsers(folder, mode);
}
