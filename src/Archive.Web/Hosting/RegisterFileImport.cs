using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Storage;

namespace Archive.Web.Hosting;

/// <summary>Takes <c>register.csv</c> of the data folder into the register whenever the file has changed. A file that is missing changes nothing: on a server
/// set-up some hosts have it and others have not. Thread-safe.</summary>
public sealed partial class RegisterFileImport(DataFolder folder, RegisterDesk desk, TimeProvider clock, ILogger<RegisterFileImport> logger)
{
    private const string Actor = "system:register.csv";

    private (DateTime SavedAt, RegisterFileMark? Last) _compared;

    /// <exception cref="RegisterFormatException">The file is not a register; nothing was changed.</exception>
    public async Task ImportIfChangedAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(folder.Register);
        var register = desk.Read();
        if (!file.Exists || _compared == (file.LastWriteTimeUtc, register.LastFile))
        {
            return; // asked before each run of each source: compared once, and told once
        }

        var bytes = await File.ReadAllBytesAsync(folder.Register, cancellationToken);
        var mark = MarkOf(bytes, file.LastWriteTimeUtc);
        switch (Weigh(mark, register))
        {
            case Standing.Newer:
                await desk.ReplaceAccountsAsync(RegisterOrigins.File, RegisterFile.Read(bytes), mark, Actor, cancellationToken);
                return;
            case Standing.Older:
                Log.Ignored(logger, mark.WrittenAt, register.LastFile?.WrittenAt);
                break;
            case Standing.TakenBefore:
                Log.TakenBefore(logger, mark.WrittenAt);
                break;
        }

        _compared = (file.LastWriteTimeUtc, register.LastFile);
    }

    /// <returns>The file, where it holds another list than the one in force and is not taken in; otherwise null.</returns>
    public async Task<IgnoredRegisterFile?> FindIgnoredAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(folder.Register);
        if (!file.Exists)
        {
            return null;
        }

        var mark = MarkOf(await File.ReadAllBytesAsync(folder.Register, cancellationToken), file.LastWriteTimeUtc);
        return Weigh(mark, desk.Read()) is (Standing.Older or Standing.TakenBefore) and var standing ? new IgnoredRegisterFile(mark.WrittenAt, standing == Standing.TakenBefore) : null;
    }

    /// <summary>A file system may tell a time that has not come: whatever is handed in until then would count as older.</summary>
    private RegisterFileMark MarkOf(byte[] bytes, DateTime savedAt)
    {
        var (saved, now) = (new DateTimeOffset(savedAt, TimeSpan.Zero), clock.GetUtcNow());
        return RegisterFileMark.Of(bytes, saved > now ? now : saved);
    }

    /// <summary>Only what was written after the last one counts: two hosts with different files would otherwise undo each other for ever. A copy is new to its
    /// file system however old its list is, so one that was taken in before does not come back by itself.</summary>
    private static Standing Weigh(RegisterFileMark mark, SanctionRegister register) => register.LastFile is not { } last ? Standing.Newer
        : mark.Sha256 == last.Sha256 ? Standing.InForce
        : register.WasTaken(mark) ? Standing.TakenBefore
        : mark.WrittenAt <= last.WrittenAt ? Standing.Older
        : Standing.Newer;

    private enum Standing
    {
        InForce,
        Newer,
        Older,
        TakenBefore,
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1213, Level = LogLevel.Warning, Message =
            "register.csv was written at {WrittenAt}, before the list in force ({LastWrittenAt}), and holds another one: it is not taken in. Save it again if it is to count.")]
        public static partial void Ignored(ILogger logger, DateTimeOffset writtenAt, DateTimeOffset? lastWrittenAt);

        [LoggerMessage(EventId = 1214, Level = LogLevel.Warning, Message =
            "register.csv of {WrittenAt} holds a list that was in force before the present one: it is not taken in, for a copy of an old file looks new. "
            + "To go back to it, hand it in on the page of accounts or with 'archive register import'.")]
        public static partial void TakenBefore(ILogger logger, DateTimeOffset writtenAt);
    }
}

/// <summary>A <c>register.csv</c> that is not taken in.</summary>
/// <param name="WasTakenBefore">Its list was in force once; otherwise it is older than the one in force.</param>
public sealed record IgnoredRegisterFile(DateTimeOffset WrittenAt, bool WasTakenBefore);
