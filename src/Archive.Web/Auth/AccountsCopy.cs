using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Archive.Storage;
using Microsoft.EntityFrameworkCore;

namespace Archive.Web.Auth;

/// <summary>Copies all accounts from one database to another, whichever engines these are: with their ids, password hashes, roles, sources, lockouts and
/// stamps, in one transaction. Keys of cookies are not copied: people sign in once more.</summary>
/// <param name="from">At the schema of this version.</param>
/// <param name="to">At the schema of this version, with no account in it, or with these very ones.</param>
public sealed class AccountsCopy(UsersDatabase from, UsersDatabase to)
{
    /// <summary>Running it again does nothing while both are alike.</summary>
    /// <exception cref="StorageException">There are other accounts already, and nothing was changed; or a database failed, and all is there or nothing.</exception>
    public async Task<AccountsCopied> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CopyAsync(cancellationToken);
        }
        catch (Exception e) when (e is not StorageException && e.GetBaseException() is (DbException or IOException or SocketException))
        {
            throw new StorageException(
                StorageFailure.Failed, $"The accounts could not be copied ({e.GetBaseException().GetType().Name}). They are there as a whole or not at all: try again.", e);
        }
    }

    /// <summary>Whether an earlier run was committed, though accounts may have changed since: ids are random, and all of them came in one transaction.</summary>
    internal async Task<bool> WasMadeAsync(CancellationToken cancellationToken)
    {
        await using var source = from.NewContext();
        await using var target = to.NewContext();
        var ids = await source.Users.Select(u => u.Id).ToListAsync(cancellationToken);
        var there = await target.Users.Select(u => u.Id).ToHashSetAsync(cancellationToken);
        return ids.Count > 0 && ids.TrueForAll(there.Contains);
    }

    private async Task<AccountsCopied> CopyAsync(CancellationToken cancellationToken)
    {
        using var held = from.Hold();
        using var alone = to.Hold();
        await using var source = from.NewContext();
        await using var target = to.NewContext();

        // In a file it keeps others from writing while it is read.
        await using var reading = await source.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        await using var writing = await target.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        var rows = await AccountRows.ReadAsync(source, cancellationToken);
        var there = await AccountRows.ReadAsync(target, cancellationToken);
        if (there.Users.Count > 0)
        {
            return rows.IsSameAs(there) ? new AccountsCopied(rows.Users.Count, WereThere: true) : throw new StorageException(
                StorageFailure.Refused, $"{to.Name} has other accounts than {from.Name}. Nothing was copied; accounts are taken only to where there are none.");
        }

        rows.AddTo(target, there.Roles);
        await target.SaveChangesAsync(cancellationToken);
        await writing.CommitAsync(cancellationToken);
        return new AccountsCopied(rows.Users.Count, WereThere: false);
    }
}

/// <param name="Accounts">In the source, and now in the target.</param>
/// <param name="WereThere">All of them were there already, the same in everything.</param>
public sealed record AccountsCopied(int Accounts, bool WereThere);
