using Archive.Storage;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>Accounts in <c>users.db</c>, keys of cookies in <c>web-keys</c>.</summary>
internal sealed class SqliteUsers : UsersDatabase
{
    private readonly DataFolder _folder;
    private readonly string _connectionString;

    public SqliteUsers(DataFolder folder, SqliteOpenMode mode)
    {
        _folder = folder;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = folder.Users, Mode = mode, ForeignKeys = true }.ToString();
    }

    internal override string Name => _folder.Users;

    internal override bool IsMade() => File.Exists(_folder.Users);

    /// <exception cref="InvalidOperationException">A script failed; the database is as it was before it.</exception>
    public override void Upgrade()
    {
        Directory.CreateDirectory(_folder.Path);
        var upgrade = DeployChanges.To.SqliteDatabase(_connectionString)
            .WithScriptsEmbeddedInAssembly(
                typeof(SqliteUsers).Assembly, name => name.StartsWith("Archive.Web.Auth.Migrations.", StringComparison.Ordinal))
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

    internal override void Configure(DbContextOptionsBuilder options, bool mayRepeat) => options.UseSqlite(_connectionString);

    internal override void AddCookieKeys(IDataProtectionBuilder builder) =>
        builder.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.Path, "web-keys")));

    /// <summary>Lets go of the file.</summary>
    internal void Close()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
