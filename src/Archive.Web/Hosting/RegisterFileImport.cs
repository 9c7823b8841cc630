using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Storage;

namespace Archive.Web.Hosting;

/// <summary>Takes <c>register.csv</c> of the data folder into the register whenever the file has changed. A file that is missing changes nothing: on a server
/// set-up some hosts have it and others have not. Thread-safe.</summary>
public sealed class RegisterFileImport(DataFolder folder, RegisterDesk desk)
{
    private const string Actor = "system:register.csv";

    /// <exception cref="RegisterFormatException">The file is not a register; nothing was changed.</exception>
    public async Task ImportIfChangedAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(folder.Register);
        if (!file.Exists)
        {
            return;
        }

        // Only what was written after the last one counts: two hosts with different files would otherwise undo each other for ever.
        var writtenAt = Timestamps.Cut(new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
        var last = desk.Read().LastFile;
        if (last is not null && writtenAt <= last.WrittenAt)
        {
            return;
        }

        var bytes = await File.ReadAllBytesAsync(folder.Register, cancellationToken);
        var mark = RegisterFileMark.Of(bytes, writtenAt);
        if (last?.Sha256 != mark.Sha256)
        {
            await desk.ReplaceAccountsAsync(RegisterOrigins.File, RegisterFile.Read(bytes), mark, Actor, cancellationToken);
        }
    }
}
