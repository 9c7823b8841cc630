using System.Net;
using Archive.Core.Connectors;

namespace Archive.Connectors.Http;

/// <summary>What came of a download.</summary>
/// <param name="File">Null when nothing was taken; then <paramref name="Reason"/> says why.</param>
/// <param name="TooLarge">The file is over the limit, so trying again does not help.</param>
public sealed record FileDownloadResult(FileBytes? File, string? MediaType, string? Reason, bool TooLarge = false);

/// <summary>Takes files of bounded size. Redirects are followed by hand: the token goes along only to the hosts that are allowed to see it.</summary>
/// <param name="trusted">Whether an address may get the token.</param>
/// <param name="pace">Of the platform: a file costs a request like any other.</param>
public sealed class FileDownload(ConnectorHttp http, BearerToken token, Func<Uri, bool> trusted, RequestPace pace)
{
    private const int MaxRedirects = 5;
    private const string Method = "files";

    /// <exception cref="ConnectorException">Throttled: the platform asks to wait longer than one run may. Transient: no usable answer after all retries.</exception>
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
                await pace.WaitAsync(Method, cancellationToken);
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
    }

    private FileDownloadResult Read(HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK when response.Content is FileAnswer answer:
                return new FileDownloadResult(answer.File, response.Content.Headers.ContentType?.MediaType, null);
            case HttpStatusCode.TooManyRequests:
                var wait = http.RetryAfter(response) ?? TimeSpan.Zero;
                pace.Quiet(Method, wait);
                throw new ConnectorException(
                    ConnectorFailure.Throttled,
                    $"{Method}: the platform asks to wait {(int)wait.TotalSeconds} s. Lower RequestsPerSecond, or stop other apps that share the budget.");
            case >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout:
                throw new ConnectorException(
                    ConnectorFailure.Transient, $"{Method} answered status {(int)response.StatusCode} after all retries. It is tried again with the next run.");
            default:
                return Refused($"The platform answered the download with status {(int)response.StatusCode}.");
        }
    }

    private static FileDownloadResult Refused(string reason) => new(null, null, reason);

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
