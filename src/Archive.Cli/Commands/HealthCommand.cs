using System.CommandLine;
using System.CommandLine.Parsing;
using Archive.Cli.CommandLine;

namespace Archive.Cli.Commands;

/// <summary>Asks a running archive whether it is well: the health check of a container that holds no shell and no curl.</summary>
internal static class HealthCommand
{
    /// <summary>A probe that takes longer is a failed one; those who ask do so every few seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Option<Uri>("--url") { Description = "The page that says so.", HelpName = "URL", Required = true, CustomParser = ParseUrl };
        return new Command(
                "health",
                "Ask a running archive whether it is well. Exit code 0 when it says so, 1 when it does not.".WithExamples(
                    "health --url http://127.0.0.1:8080/health/ready"))
            .With(url)
            .Does((parsed, _, cancellationToken) => AskAsync(parsed.GetRequiredValue(url), cancellationToken));
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme == "http" || url.Scheme == "https"))
        {
            return url;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not an address such as http://127.0.0.1:8080/health/ready.");
        return null;
    }

    private static async Task<int> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpMessageInvoker(handler);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await client.SendAsync(request, late.Token);
            Console.Out.WriteLine($"{url} answers {(int)response.StatusCode}.");
            return response.IsSuccessStatusCode ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (HttpRequestException e)
        {
            throw new CliException(ExitCodes.Failed, $"{url} cannot be reached ({e.HttpRequestError}).", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCodes.Failed, $"{url} did not answer within {Patience.TotalSeconds:N0} seconds.", e);
        }
    }
}
