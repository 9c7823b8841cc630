using Archive.Core.Sanctioning;
using Archive.Storage;

namespace Archive.Web.Hosting;

/// <summary>The register as <c>register.csv</c> states it now: read again whenever the file changes. No file means that nobody is sanctioned.
/// Thread-safe.</summary>
internal sealed class RegisterSource(DataFolder folder)
{
    private readonly Lock _lock = new();
    private (DateTime Written, long Length)? _read;
    private AccountRegister _register = new("none", []);

    /// <exception cref="RegisterFormatException">The file is not a register.</exception>
    public AccountRegister Read()
    {
        lock (_lock)
        {
            var file = new FileInfo(folder.Register);
            if (!file.Exists)
            {
                _read = null;
                return _register = new AccountRegister("none", []);
            }

            if (_read != (file.LastWriteTimeUtc, file.Length))
            {
                _register = RegisterFile.Read(File.ReadAllBytes(folder.Register));
                _read = (file.LastWriteTimeUtc, file.Length);
            }

            return _register;
        }
    }
}
