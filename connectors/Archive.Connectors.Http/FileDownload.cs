using System.Net;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>What came of a download.</summary>
/// <param name="Bytes">Null when nothing was taken; then <paramref name="Reason"/> says why.</param>
/// <param name="TooLarge">The file is over the limit, so trying again does not help.</param>
public sealed record FileDownloadResult(ReadOnlyMemory<byte>? Bytes, string? MediaType, string? Reason, bool TooLarge = false);

/// <summary>Takes files of bounded size. Redirects are followed by hand: the token goes along only to the hosts that are allowed to see it.</summary>
/// <param name="trusted">Whether an address may get the token.</param>
public sealed class FileDownload(ConnectorHttp http, BearerToken token, Func<Uri, bool> trusted)
{
    private const int MaxRedirects = 5;

    public async Task<FileDownloadResult> TakeAsync(Uri address, int maxBytes, CancellationToken cancellationToken)
    {
        // The first address comes from a message, that is from outside: without trust it is not called at all.
        if (!trusted(address))
        {
            return Refused($"The address of the file is not on a host of the platform ({address.Host}).");
        }

        try
        {
            for (var hop = 0; hop <= MaxRedirects; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (trusted(address))
                {
                    token.Authorize(request);
                }

                using var response = await http.SendAsync(request, new AnswerExpectation(maxBytes, Json: false), cancellationToken);
                if (!IsRedirect(response.StatusCode))
                {
                    return Read(response);
                }

                if (response.Headers.Location is not { } location)
                {
                    return Refused("The platform redirected the download without an address.");
                }

                address = location.IsAbsoluteUri ? location : new Uri(address, location);
                if (address.Scheme != Uri.UriSchemeHttps && !trusted(address))
                {
                    return Refused("The platform redirected the download to an unprotected address.");
                }
            }

            return Refused($"The download was redirected more than {MaxRedirects} times.");
        }
        catch (AnswerTooLargeException e)
        {
            return new FileDownloadResult(null, null, $"Larger than the limit of {e.Limit} bytes.", TooLarge: true);
        }
        catch (ConnectorException e)
        {
            return Refused(e.Message);
        }
    }

    private static FileDownloadResult Read(HttpResponseMessage response) =>
        response is { StatusCode: HttpStatusCode.OK, Content: BufferedAnswer answer }
            ? new FileDownloadResult(answer.Bytes, response.Content.Headers.ContentType?.MediaType, null)
            : Refused($"The platform answered the download with status {(int)response.StatusCode}.");

    private static FileDownloadResult Refused(string reason) => new(null, null, reason);

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
