using Archive.Core.Connectors;
using Microsoft.Extensions.Logging;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>Keeps one child process for a corporation: starts it when it is first asked, ends it when it is broken or was not asked for a while, and asks the same of
/// another one. The calls read only, so asking again is harmless. A child answers one question at a time and frames have no number, so callers wait for each other.</summary>
internal sealed partial class SdkSupervisor(
    ISdkLauncher launcher, SdkLimits limits, string source, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Children that may break over one question for messages, or before they are signed in.</summary>
    public const int MostBreaks = 5;

    /// <summary>A child that was not asked for so long is ended: the source may be gone or changed, and nobody else tells. Runs that follow events are seconds apart, and to sign in anew
    /// for each costs the platform's quota; minutes apart it does not.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private ITimer? _idle;
    private SdkChild? _child;
    private volatile bool _isDisposed;
    private SdkLogin? _login;

    /// <summary>With what the next child signs in. Another login than before ends the child that there is.</summary>
    public Task UseAsync(SdkLogin login, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (_login != login)
            {
                await KillAsync();
                _login = login;
            }

            return login;
        },
        cancellationToken);

    /// <summary>Ends the child, so that the next question is asked of one that has signed in anew.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            await KillAsync();
            return true;
        },
        cancellationToken);

    /// <exception cref="ConnectorException">Not to be signed in, or children break over it again and again.</exception>
    public Task<SdkAnswer> ReadChatAsync(ulong sequence, uint limit, CancellationToken cancellationToken) => AskAsync(
        () => new SdkFieldWriter((byte)SdkRequest.ReadChat).Number(sequence).Number(limit),
        SdkReply.Chat,
        fields => new SdkAnswer(fields.Int32(), fields.Bytes()),
        MostBreaks,
        cancellationToken);

    /// <param name="breaks">After so many broken children the last one's failure is thrown.</param>
    /// <exception cref="SdkBrokenException">Children break over these very messages.</exception>
    public Task<SdkAnswer[]> DecryptAsync(IReadOnlyList<SdkSecret> secrets, int breaks, CancellationToken cancellationToken) => AskAsync<SdkAnswer[]>(
        () => secrets.Aggregate(
            new SdkFieldWriter((byte)SdkRequest.Decrypt).Number((uint)secrets.Count), (fields, secret) => fields.Text(secret.Key).Text(secret.Message)),
        SdkReply.Decrypted,
        fields => fields.UInt32() == secrets.Count
            ? [.. secrets.Select(_ => new SdkAnswer(fields.Int32(), fields.Bytes()))] : throw new InvalidDataException("Another number of messages came back."),
        breaks,
        cancellationToken);

    /// <exception cref="SdkBrokenException">Children break over this very file.</exception>
    public Task<SdkMediaPart> ReadMediaAsync(string index, string fileId, CancellationToken cancellationToken) => AskAsync(
        () => new SdkFieldWriter((byte)SdkRequest.ReadMedia).Text(index).Text(fileId),
        SdkReply.Media,
        fields => new SdkMediaPart(fields.Int32(), fields.Text(), fields.Byte() != 0, fields.Bytes()),
        2,
        cancellationToken);

    // Without a turn: whoever has it may wait for an answer for long.
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_idle is { } idle)
        {
            await idle.DisposeAsync();
        }

        await KillAsync();
    }

    private Task<T> AskAsync<T>(
        Func<SdkFieldWriter> request, SdkReply expected, Func<SdkFieldReader, T> read, int breaks, CancellationToken cancellationToken) =>
        AloneAsync(() => AskAloneAsync(request, expected, read, breaks, cancellationToken), cancellationToken);

    private async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            if (_child is not null && !_isDisposed)
            {
                _idle ??= time.CreateTimer(Rest, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _idle.Change(LongestIdle, Timeout.InfiniteTimeSpan);
            }

            _one.Release();
        }
    }

    private void Rest(object? state) => _ = RestAsync();

    /// <summary>Whoever is asking just now sets the time anew.</summary>
    private async Task RestAsync()
    {
        if (await _one.WaitAsync(TimeSpan.Zero))
        {
            try
            {
                await KillAsync();
            }
            finally
            {
                _one.Release();
            }
        }
    }

    private async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _child, null) is { } child)
        {
            await child.DisposeAsync();
        }
    }

    private async Task<T> AskAloneAsync<T>(
        Func<SdkFieldWriter> request, SdkReply expected, Func<SdkFieldReader, T> read, int breaks, CancellationToken cancellationToken)
    {
        for (var broken = 1; ; broken++)
        {
            var child = await RequireAsync(cancellationToken);
            try
            {
                var fields = await child.AskAsync(request(), expected, Patience, cancellationToken);
                var answer = read(fields);
                fields.End();
                return answer;
            }
            catch (Exception e) when (e is SdkBrokenException or InvalidDataException)
            {
                await KillAsync();
                var how = NoteBroken(e, broken);
                ObjectDisposedException.ThrowIf(_isDisposed, this); // that broke it
                if (broken >= breaks)
                {
                    throw expected == SdkReply.Chat ? ToFailure(how) : how;
                }

                await Task.Delay(TimeSpan.FromSeconds(1 << broken), time, cancellationToken);
            }
            catch
            {
                await KillAsync(); // it may still be at work on what nobody waits for
                throw;
            }
        }
    }

    private SdkBrokenException NoteBroken(Exception e, int attempt)
    {
        var how = e as SdkBrokenException ?? new SdkBrokenException(SdkBreak.Garbage, null, e);
        Log.Broken(logger, source, how.How, how.End ?? "-", attempt);
        return how;
    }

    /// <summary>The library bounds its own calls; nothing else can end them.</summary>
    private TimeSpan Patience => TimeSpan.FromSeconds(Login.TimeoutSeconds) * 2 + Grace;

    private SdkLogin Login => _login ?? throw new InvalidOperationException("Nobody said with what to sign in.");

    private async Task<SdkChild> RequireAsync(CancellationToken cancellationToken)
    {
        if (_child is { IsTooLarge: true })
        {
            Log.Grown(logger, source);
            await KillAsync();
        }

        var child = _child ??= await StartAsync(cancellationToken);
        if (_isDisposed)
        {
            await KillAsync(); // nobody else would end it
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return child;
    }

    /// <summary>A child that breaks before it was asked anything says nothing about what it would have been asked.</summary>
    /// <exception cref="ConnectorException">Not to be signed in, or one after the other breaks before that.</exception>
    private async Task<SdkChild> StartAsync(CancellationToken cancellationToken)
    {
        for (var broken = 1; ; broken++)
        {
            try
            {
                return await OpenAsync(cancellationToken);
            }
            catch (Exception e) when (e is SdkBrokenException or InvalidDataException)
            {
                var how = NoteBroken(e, broken);
                if (broken >= MostBreaks)
                {
                    throw ToFailure(how);
                }

                await Task.Delay(TimeSpan.FromSeconds(1 << broken), time, cancellationToken);
            }
        }
    }

    private async Task<SdkChild> OpenAsync(CancellationToken cancellationToken)
    {
        SdkChild child;
        try
        {
            child = new SdkChild(launcher.Start(), limits);
        }
        catch (IOException e)
        {
            throw new SdkBrokenException(SdkBreak.NotStarted, null, e);
        }

        try
        {
            var fields = await child.AskAsync(
                new SdkFieldWriter((byte)SdkRequest.Open).Number(SdkLogin.Version).Text(Login.Library).Text(Login.CorpId).Text(Login.Secret)
                    .Text(Login.Proxy).Text(Login.ProxyPassword).Number(Login.TimeoutSeconds),
                SdkReply.Opened,
                Patience,
                cancellationToken);
            var (code, failure) = (fields.Int32(), fields.Text());
            return failure.Length > 0 ? throw SdkLibrary.CannotBeLoaded(Login.Library, failure)
                : code != 0 ? throw WeComErrors.FromReturnCode("Init", code)
                : child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    private static ConnectorException ToFailure(SdkBrokenException broken) => broken.How == SdkBreak.NotStarted
        ? new ConnectorException(ConnectorFailure.Permanent, "The child process for the platform's library cannot be started. Check that the archive's program may be run by its user.", broken)
        : new ConnectorException(
            ConnectorFailure.Transient,
            $"The platform's library broke {MostBreaks} child processes in a row ({Describe(broken.How)}). Nothing was lost; it is tried again with the next run. "
            + "If it stays so, put the newest version of the library in its place.",
            broken);

    private static string Describe(SdkBreak how) => how switch
    {
        SdkBreak.NoAnswerInTime or SdkBreak.NoHeartbeat => "it hung",
        SdkBreak.TooMuchMemory => "it took too much memory",
        SdkBreak.Garbage => "it answered garbage",
        _ => "it crashed",
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 1161, Level = LogLevel.Warning, Message = "{Source}: the child process of the platform's library is ended: {How}, {End}; attempt {Attempt}.")]
        public static partial void Broken(ILogger logger, string source, SdkBreak how, string end, int attempt);

        [LoggerMessage(EventId = 1162, Level = LogLevel.Information, Message = "{Source}: the child process of the platform's library has grown over its limit and is replaced.")]
        public static partial void Grown(ILogger logger, string source);
    }
}
