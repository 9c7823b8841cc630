using Archive.Core.Ingestion;
using Archive.Core.Sealing;
using Archive.Storage.Evidence;
using Archive.Storage.Keys;

namespace Archive.Storage.Records;

/// <summary>Writes the attachments of a record, sealed under keys that follow from the record's.</summary>
internal static class AttachmentRows
{
    public static void Write(LogWriter writer, PreparedItem item, long sequence)
    {
        if (item.Files is not { Count: > 0 } files)
        {
            return;
        }

        Span<byte> recordKey = stackalloc byte[Sealer.KeySize];
        writer.Vault.TryRead(sequence, recordKey);
        for (var i = 0; i < item.Message.Attachments.Count; i++)
        {
            if (!files.TryGetValue(item.Message.Attachments[i].Id, out var file))
            {
                continue;
            }

            var content = file.Read(); // one at a time

            var mac = new byte[Sealer.MacSize];
            var body = new byte[content.Length + Sealer.TagSize];
            Sealer.Seal(KeyVault.AttachmentKey(recordKey, i), content, [], mac, body);
            writer.Database.Prepare("attachment_insert").Bind(1, sequence).Bind(2, i).Bind(3, mac).Bind(4, body).Post();
            writer.State["attachments"]++;
        }
    }
}
