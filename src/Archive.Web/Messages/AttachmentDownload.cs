using System.Text;
using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Core.Search.Saved;
using Archive.Web.Auth;
using Archive.Web.Search;
using Microsoft.AspNetCore.Mvc;

namespace Archive.Web.Messages;

/// <summary>Hands out the bytes of an attachment, as a download that no browser opens in place. In the audit trail before the first byte.</summary>
internal static class AttachmentDownload
{
    private const int LongestName = 120;

    public static void MapAttachmentDownload(this WebApplication app) =>
        app.MapGet("/records/{sequence:long}/files/{file}", DownloadAsync)
            .RequireAuthorization(ArchivePolicies.ReadContent)
            .ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(
        long sequence,
        string file,
        SignedInReader person,
        SearchService search,
        IRecordStore records,
        ISavedSearches saved,
        PurposeInForce purposes,
        CancellationToken cancellationToken,
        [FromQuery(Name = "search")] string? searchId = null)
    {
        var purpose = (searchId is null ? null : (await saved.FindAsync(person.Account, searchId, cancellationToken))?.Purpose) ?? purposes.Read();
        if (purpose is null)
        {
            return Results.LocalRedirect($"/purpose?returnUrl=/records/{sequence}");
        }

        var bytes = await search.DownloadAsync(person.For(purpose), sequence, file, cancellationToken);
        var record = (await records.ReadAsync([sequence], cancellationToken)).SingleOrDefault();
        var name = record?.Message.Attachments.FirstOrDefault(a => a.Id == file)?.Name;
        return bytes is null || name is null ? Results.NotFound() : Results.File(bytes, "application/octet-stream", SafeName(name));
    }

    /// <summary>A name that is only a name on every system: letters, digits and a few marks; no path, nothing hidden.</summary>
    internal static string SafeName(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            safe.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_' or ' ' or '(' or ')' ? rune.ToString() : "_");
        }

        var cut = safe.ToString().Trim(' ', '.');
        return cut.Length == 0 ? "file" : cut.Length > LongestName ? cut[^LongestName..] : cut;
    }
}
