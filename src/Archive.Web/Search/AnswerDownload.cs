using System.Globalization;
using System.Text;
using Archive.Core.Audit;
using Archive.Core.Evidence;
using Archive.Core.Search.Certificates;

namespace Archive.Web.Search;

/// <summary>The certificate of a search's answer as a file. In the audit trail before it is made.</summary>
public sealed class AnswerDownload(AnswerCertifier certifier, TimeProvider clock)
{
    /// <exception cref="CertificateRefusedException">Index and stored texts do not agree.</exception>
    public async Task<CertificateFile> MakeAsync(Reader reader, string query, CancellationToken cancellationToken)
    {
        var note = await certifier.IssueAsync(reader, query, null, cancellationToken);
        return new CertificateFile(note, $"answer-{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.txt");
    }
}

/// <param name="Name">Says nothing of what was searched for.</param>
public sealed record CertificateFile(SignedNote Note, string Name)
{
    public const string MediaType = "text/plain; charset=utf-8";

    public byte[] Bytes => Encoding.UTF8.GetBytes(Note.ToString());
}
