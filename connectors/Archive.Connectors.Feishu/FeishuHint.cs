namespace Archive.Connectors.Feishu;

/// <summary>What events have named: chats in which something old changed, and threads in which something was written. Of a thread that begins on a message older
/// than the deep window nothing else tells.</summary>
/// <param name="places">Ids of chats, and what <see cref="Name"/> makes of threads; what is neither is in no chat.</param>
internal sealed class FeishuHint(IReadOnlyCollection<string> places)
{
    private const char Separator = ':';

    private readonly HashSet<string> _chats = places.Where(p => !p.Contains(Separator, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
    private readonly ILookup<string, string> _threads = places.Select(p => p.Split(Separator, 2)).Where(p => p.Length == 2).ToLookup(p => p[0], p => p[1], StringComparer.Ordinal);

    public static FeishuHint None { get; } = new([]);

    /// <summary>What a thread is called between its event and the run that follows it.</summary>
    /// <returns>Null where the chat could not be told from the thread again.</returns>
    public static string? Name(string chat, string thread) => chat.Contains(Separator, StringComparison.Ordinal) ? null : chat + Separator + thread;

    /// <summary>Whether the chat is looked at as far back as by a deep run.</summary>
    public bool LooksFarIn(string chat) => _chats.Contains(chat);

    public IReadOnlyCollection<string> ThreadsOf(string chat) => [.. _threads[chat]];
}
