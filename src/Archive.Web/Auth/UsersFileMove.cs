using Archive.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>Takes the accounts of <c>users.db</c> to the server where the records are already. Killed at any point it goes on from there: the accounts are
/// committed at once, and the file gets its other name after that.</summary>
internal sealed class UsersFileMove(DataFolder folder, PostgreSqlUsers server)
{
    private string Moved => folder.Users + ".moved";

    /// <returns>How many accounts were taken along; 0 where there were none.</returns>
    /// <exception cref="StorageException">The server has other accounts, or an earlier file stands in the way; nothing was changed.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.Users))
        {
            return 0;
        }

        var file = new SqliteUsers(folder, SqliteOpenMode.ReadWrite);
        file.Upgrade();
        var accounts = await CountAsync(file, cancellationToken);
        if (accounts == 0)
        {
            // Workers made such files.
            file.Close();
            File.Delete(folder.Users);
            return 0;
        }

        if (File.Exists(Moved))
        {
            throw new StorageException(
                StorageFailure.Refused, $"There are {folder.Users} and {Moved}. The second was taken to the server earlier: put one of them away and run 'archive migrate' again.");
        }

        var copy = new AccountsCopy(file, server);
        if (!await copy.WasMadeAsync(cancellationToken))
        {
            await copy.RunAsync(cancellationToken);
        }

        file.Close();
        File.Move(folder.Users, Moved);
        return accounts;
    }

    private static async Task<int> CountAsync(SqliteUsers file, CancellationToken cancellationToken)
    {
        await using var context = file.NewContext();
        return await context.Users.CountAsync(cancellationToken);
    }
}
