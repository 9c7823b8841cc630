using Archive.Storage;
using Archive.Storage.PostgreSql;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>Accounts and keys of cookies in a schema of their own in the database of the records, shared by all processes.</summary>
internal sealed class PostgreSqlUsers(DataFolder folder, PostgreSqlOptions options) : UsersDatabase
{
    public const string Schema = "accounts";

    /// <summary>As often as the store tries a transaction again.</summary>
    private const int Retries = 3;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);
    private static readonly PostgreSqlSchema Scripts = new(Schema, typeof(PostgreSqlUsers).Assembly, "accounts/");

    private readonly string _connectionString = PostgreSqlArchive.ReadConnectionString(options);

    internal override string Name => "The PostgreSQL database of the archive";

    internal override bool IsMade()
    {
        PostgreSqlArchive.Require(options, Scripts);
        return true;
    }

    public override void Upgrade() => PostgreSqlArchive.Upgrade(options, Scripts);

    /// <inheritdoc/>
    /// <remarks>The version before this one kept accounts in a file even when the records were on a server. To serve without them would lock everybody out.</remarks>
    internal override void Open()
    {
        Upgrade();
        if (!File.Exists(folder.Users))
        {
            return;
        }

        using var context = NewContext();
        if (!context.Users.Any())
        {
            throw new StorageException(
                StorageFailure.Refused, $"Accounts are in the database now, and those of {folder.Users} are not there yet. Bring them there with 'archive migrate'.");
        }
    }

    internal override void Configure(DbContextOptionsBuilder builder, bool mayRepeat) => builder.UseNpgsql(_connectionString, npgsql =>
    {
        if (mayRepeat)
        {
            // A change that was committed when its connection was lost finds its own stamp or name there, and says so; nothing is done twice.
            npgsql.EnableRetryOnFailure(Retries, LongestDelay, null);
        }
    });

    internal override void AddCookieKeys(IDataProtectionBuilder builder)
    {
        builder.PersistKeysToDbContext<UsersContext>();
        builder.Services.AddSingleton(services => new CookieKeyCipher(services.GetRequiredService<RecordArchive>().DeriveKey(CookieKeyCipher.Purpose)));
        builder.Services.AddOptions<KeyManagementOptions>().Configure<CookieKeyCipher>((keys, cipher) => keys.XmlEncryptor = new CookieKeyEncryptor(cipher));
    }

    internal override void PrepareCookieKeys(IServiceProvider services)
    {
        // Two processes that made a key at the same moment would go by their own, and not know that of the other until they looked again, hours later.
        using var alone = Hold();
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("first key").Protect([]);
    }

    internal override IDisposable? Hold() => PostgreSqlArchive.HoldAccounts(options);
}
