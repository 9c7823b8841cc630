using System.Net;
using System.Text;

namespace Archive.Tests.Connectors;

/// <summary>Answers requests from a function and remembers them.</summary>
internal sealed class FakeNetwork(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Lock _lock = new();

    public List<(Uri Address, string? Authorization)> Requests { get; } = [];

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK, int? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } seconds)
        {
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        }

        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Requests.Add((request.RequestUri!, request.Headers.Authorization?.ToString())); // clients always set an address
            return Task.FromResult(answer(request, Requests.Count));
        }
    }
}
