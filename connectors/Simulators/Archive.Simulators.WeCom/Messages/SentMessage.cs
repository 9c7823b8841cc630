using Archive.Simulators.Corpus;
using Archive.Simulators.Hosting;
using Archive.Simulators.WeCom.Organisation;

namespace Archive.Simulators.WeCom.Messages;

/// <summary>A message of the platform. A corpus message with a text, files, edits and a recall is several.</summary>
/// <param name="Key">Decides its id and every variety of its form.</param>
/// <param name="Source">Null for consents.</param>
internal sealed record SentMessage(string Key, Room Room, Account Sender, MessageForm Form, DateTimeOffset Time, CorpusMessage? Source)
{
    private string? _id;

    /// <summary><c>msgid</c>.</summary>
    public string Id => _id ??= Form == MessageForm.Switch
        ? $"sw{1_000_000_000 + (StableHash.Of(Key, "switch") % 9_000_000_000)}"
        : $"{1_000_000_000_000_000_000 + (StableHash.Of(Key, "msgid") % 8_000_000_000_000_000_000)}_{Time.ToUnixTimeSeconds()}{(Room.IsExternal ? "_external" : string.Empty)}";

    public string Text { get; init; } = string.Empty;

    public IReadOnlyList<Media> Media { get; init; } = [];

    /// <summary>What a <see cref="MessageForm.Revoke"/> takes back.</summary>
    public SentMessage? Revoked { get; init; }

    /// <summary>What a <see cref="MessageForm.ChatRecord"/> holds.</summary>
    public IReadOnlyList<SentMessage> Forwarded { get; init; } = [];

    /// <summary>Its <c>msgtime</c> is 0.</summary>
    public bool IsTimeless { get; init; }

    /// <summary>Follows a corpus message without being a part of it.</summary>
    public bool IsExtra => Form > MessageForm.Disagree;

    public long Milliseconds => IsTimeless ? 0 : Time.ToUnixTimeMilliseconds();

    public bool Draws(ulong oneIn, string purpose) => StableHash.OneIn(oneIn, Key, purpose);

    // Messages are compared by identity.
    public bool Equals(SentMessage? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);
}
