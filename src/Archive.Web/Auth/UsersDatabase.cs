using Archive.Storage;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace Archive.Web.Auth;

/// <summary>Brings the users database to the schema of this version. Running it again does nothing.</summary>
internal sealed class UsersDatabase(DataFolder folder)
{
    public string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = folder.Users,
        Mode = SqliteOpenMode.ReadWriteCreate,
        ForeignKeys = true,
    }.ToString();

    /// <exception cref="InvalidOperationException">A script failed; the database is as it was before it.</exception>
    public void Upgrade()
    {
        Directory.CreateDirectory(folder.Path);
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
                $"The users database {folder.Users} could not be upgraded by {upgrade.ErrorScript?.Name}.", upgrade.Error);
        }
    }
}
