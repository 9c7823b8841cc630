using System.Security.Cryptography;
using System.Text;
using BankCorpus = Archive.Simulators.Corpus.Corpus;

namespace Archive.Tests.Simulators.Corpora;

/// <summary>SHA-256 over every field of a corpus, attachments included.</summary>
internal static class CorpusFingerprint
{
    public static string Of(BankCorpus corpus)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(corpus.Organisation, corpus.Today);
        foreach (var p in corpus.People)
        {
            Add(p.Id, p.PersonId, p.Name, p.Email, p.Department, p.Title, p.Kind, p.ValidFrom, p.ValidTo, p.Notice);
        }

        foreach (var c in corpus.Conversations)
        {
            Add(c.Id, c.Name, c.Kind, c.Created, c.External, c.Topic, string.Join(',', c.MemberIds));
        }

        foreach (var m in corpus.Messages)
        {
            Add(m.Id, m.ConversationId, m.SenderId, m.Time, m.Text, m.Kind, m.ThreadOf, m.RecalledAt);
            foreach (var e in m.Edits ?? [])
            {
                Add(e.Time, e.Text);
            }

            foreach (var r in m.Reactions ?? [])
            {
                Add(r.Emoji, string.Join(',', r.PersonIds));
            }

            foreach (var f in m.Files ?? [])
            {
                Add(f.Id, f.Name, f.MimeType, Convert.ToHexString(f.Content));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(params ReadOnlySpan<object?> fields)
        {
            foreach (var field in fields)
            {
                var text = field is DateTimeOffset time ? $"{time.UtcTicks}" : field?.ToString() ?? "\0";
                hash.AppendData(Encoding.UTF8.GetBytes(text + "\u001f"));
            }
        }
    }
}
