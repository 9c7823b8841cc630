using Archive.Storage;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace Archive.Web.Auth;

/// <summary>Brings the users database to the schema of this version. Running it again does nothing.</summary>
internal sealed class UsersDatabase
{
    private readonly DataFolder _folder;

    private UsersDatabase(DataFolder folder, SqliteOpenMode mode)
    {
        _folder = folder;
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = folder.Users, Mode = mode, ForeignKeys = true }.ToString();
    }

    public string ConnectionString { get; }

    public static UsersDatabase ToWrite(DataFolder folder) => new(folder, SqliteOpenMode.ReadWriteCreate);

    public static UsersDatabase ToRead(DataFolder folder) => new(folder, SqliteOpenMode.ReadOnly);

    /// <exception cref="InvalidOperationException">A script failed; the database is as it was before it.</exception>
    public void Upgrade()
    {
        Directory.CreateDirectory(_folder.Path);
        var upgrade = DeployChanges.To.SqliteDatabase(ConnectionString)
            .WithScriptsEmbeddedInAssembly(
                typeof(UsersDatabase).Assembly, name => name.StartsWith("Archive.Web.Auth.Migrations.", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!upgrade.Successful)
        {
            throw new InvalidOperationException(
                $"The users database {_folder.Users} could not be upgraded by {upgrade.ErrorScript?.Name}.", upgrade.Error);
        }
    }
}
