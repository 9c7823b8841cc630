using Archive.Simulators.WeCom.Faults;

namespace Archive.Simulators.WeCom;

/// <summary>What the simulated corporation looks like and how it misbehaves.</summary>
public sealed class WeComSimulatorOptions
{
    /// <summary>Largest chunk of a file, 512 KiB, the platform's.</summary>
    public const int LargestChunk = 524_288;

    /// <summary>Loopback port. Default 0: any free one.</summary>
    public int Port { get; set; }

    public string CorpId { get; set; } = "ww5imulatedcorp001";

    /// <summary>Opens the archive: the SDK and <c>msgaudit</c>.</summary>
    public string ArchiveSecret { get; set; } = "simulated-archive-secret";

    /// <summary>Opens the directory and external contacts.</summary>
    public string ContactSecret { get; set; } = "simulated-contact-secret";

    /// <summary>Secret of an ordinary app: reads the directory, and gets 48002 from the archive and from external contacts.</summary>
    public string AppSecret { get; set; } = "simulated-app-secret";

    /// <summary>Clock of tokens, rate limits, heartbeats and fault delays. Has no part in which messages exist: that is <see cref="ServedUntil"/>.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Life of a new token. Default two hours, the platform's.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Counts requests a minute as the platform does. Default false: a demo and most tests have no use for waiting.</summary>
    public bool EnforceRateLimits { get; set; }

    /// <summary>What is sent after it has not happened yet. Default null: everything has. The running simulator has a property of the same name.</summary>
    public DateTimeOffset? ServedUntil { get; set; }

    /// <summary>The keys that were uploaded. Default none: one is made at the start, see <see cref="WeComSimulator.Keys"/>.</summary>
    public IReadOnlyList<WeComKey> Keys { get; set; } = [];

    /// <summary>Sequence numbers begin after it. The default is more than a double can count.</summary>
    public ulong FirstSeq { get; set; } = 9_007_199_254_741_000;

    /// <summary>How long messages and files can be had. The platform's is five days. Default null: everything can, because a corpus is years long.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>Purchased seats; who is in scope beyond them is neither listed nor archived. Default null: enough.</summary>
    public int? Seats { get; set; }

    /// <summary>When somebody was taken out of the scope, by corpus id. Everybody else is in it while they have an account.</summary>
    public IDictionary<string, DateTimeOffset> ScopeEnds { get; set; } = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>What clients answered, by corpus id. Who is not named agrees when they come into a conversation.</summary>
    public IDictionary<string, IReadOnlyList<ConsentChange>> Consents { get; set; } = new Dictionary<string, IReadOnlyList<ConsentChange>>(StringComparer.Ordinal);

    /// <summary>One in so many edits is a recall and a new message; the others are just a new message. Default 2; 0 none.</summary>
    public int EditAsRecallOneIn { get; set; } = 2;

    /// <summary>One in so many texts by robots is a <c>markdown</c>. Default 2; 0 none.</summary>
    public int MarkdownOneIn { get; set; } = 2;

    /// <summary>One in so many texts has a control character at its end. Default 60; 0 none.</summary>
    public int ControlOneIn { get; set; } = 60;

    /// <summary>After one in so many texts a message of a rarer type follows that the corpus does not have. Default 40; 0 none.</summary>
    public int ExtraOneIn { get; set; } = 40;

    /// <summary>One in so many of those has a <c>msgtime</c> of 0. Default 0: none.</summary>
    public int ZeroTimeOneIn { get; set; }

    public WeComAddressTrust AddressTrust { get; set; } = WeComAddressTrust.Trusted;

    /// <summary>The subscription of the archive has expired: errcode 301052. May be changed while the simulator runs.</summary>
    public bool SubscriptionExpired { get; set; }

    /// <summary>The directory gives ids and departments only, as to a newly added address. Default false.</summary>
    public bool ContactIdsOnly { get; set; }

    /// <summary>Members have mobile number and mail address, as for apps from before June 2022. Default false.</summary>
    public bool PersonalFields { get; set; }

    /// <summary>Bytes of a chunk. Default <see cref="LargestChunk"/>.</summary>
    public int ChunkBytes { get; set; } = LargestChunk;

    /// <summary>How often each file is not ready yet (return code 10003) before it can be had. Default 0.</summary>
    public int MediaNotReadyAsks { get; set; }

    /// <summary>What is wrong with particular files, by corpus file id.</summary>
    public IDictionary<string, MediaFault> MediaFaults { get; set; } = new Dictionary<string, MediaFault>(StringComparer.Ordinal);

    /// <summary>By number of HTTP request.</summary>
    public FaultSchedule Faults { get; set; } = FaultSchedule.None;

    /// <summary>By number of the call for messages or media.</summary>
    public FaultSchedule SdkFaults { get; set; } = FaultSchedule.None;

    /// <summary>By number of <c>DecryptData</c> call; apart from the others because there is one for each message.</summary>
    public FaultSchedule DecryptFaults { get; set; } = FaultSchedule.None;

    /// <summary>By number of message.</summary>
    public StreamFaultSchedule StreamFaults { get; set; } = StreamFaultSchedule.None;

    /// <summary>How late <see cref="StreamFaultKind.Delayed"/> messages come, in corpus time. Default 10 minutes.</summary>
    public TimeSpan StreamDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>What <see cref="FaultKind.SdkLeak"/> loses. Default 64 MiB.</summary>
    public int LeakBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long <see cref="FaultKind.Delay"/> holds an answer back. Default 200 ms.</summary>
    public TimeSpan FaultDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long <see cref="FaultKind.Hang"/> says nothing before it drops the connection. Default 2 minutes: longer than a
    /// client's patience.</summary>
    public TimeSpan FaultHang { get; set; } = TimeSpan.FromMinutes(2);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TokenLife, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TokenLife, TimeSpan.FromHours(2));
        ArgumentOutOfRangeException.ThrowIfNegative(EditAsRecallOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(MarkdownOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(ControlOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(ExtraOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(ZeroTimeOneIn);
        ArgumentOutOfRangeException.ThrowIfNegative(MediaNotReadyAsks);
        ArgumentOutOfRangeException.ThrowIfNegative(LeakBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(ChunkBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ChunkBytes, LargestChunk);
        if (Keys.Select(k => k.Version).Distinct().Count() < Keys.Count)
        {
            throw new ArgumentException("Two keys have one version.", nameof(Keys));
        }
    }
}
