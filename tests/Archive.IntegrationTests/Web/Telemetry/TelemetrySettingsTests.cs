using Archive.Web.Security;
using Archive.Web.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Archive.IntegrationTests.Web.Telemetry;

public sealed class TelemetrySettingsTests
{
    private const string Secret = "a-secret-that-is-long";

    [Fact]
    public void Exports_nothing_unless_told_to()
    {
        var services = new ServiceCollection().AddArchiveTelemetry(Read()).BuildServiceProvider();

        Assert.Null(services.GetService<MeterProvider>());
        Assert.False(services.GetRequiredService<TelemetryOptions>().Prometheus);
    }

    [Theory]
    [InlineData("Scrape:From:0", "10.1.2", "10.1.2")]
    [InlineData("Scrape:From:0", "010.0.0.1", "010.0.0.1")]
    [InlineData("Scrape:From:0", "10.1/16", "10.1/16")]
    [InlineData("Scrape:From:0", "10.1.2.0/33", "10.1.2.0/33")]
    [InlineData("Scrape:From:0", "monitor.example", "monitor.example")]
    [InlineData("Otlp:Endpoint", "file:///tmp/x", "Otlp:Endpoint")]
    [InlineData("Otlp:Endpoint", "collector:4318", "Otlp:Endpoint")]
    [InlineData("Otlp:Endpoint", "http://ann:secret@collector:4318", "Otlp:Endpoint")]
    [InlineData("Otlp:Protocol", "udp", "Otlp:Protocol")]
    [InlineData("Otlp:Traces", "2", "Otlp:Traces")]
    [InlineData("Otlp:Interval", "00:00:00", "Otlp:Interval")]
    [InlineData("Scrape:Token", "short", "at least 16")]
    [InlineData("Scrape:TokenFile", "/nowhere/token", "cannot be read")]
    public void Refuses_to_start_with(string name, string value, string part)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddArchiveTelemetry(Read((name, value))));

        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_token_beside_a_file_and_shows_neither()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => AccessToken.Read("Archive:X", Secret, "/etc/archive/token"));

        Assert.DoesNotContain(Secret, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, AccessToken.Read("Archive:X", Secret, null)!.ToString(), StringComparison.Ordinal); // one is set
    }

    [Fact]
    public void Reads_a_token_from_a_file_with_a_line_end()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, Secret + "\n");
        var token = AccessToken.Read("Archive:X", null, file)!; // one is set
        File.Delete(file);
        var request = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
        request.Headers.Authorization = $"Bearer {Secret}";

        Assert.True(token.IsIn(request));
    }

    private static IConfiguration Read(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(s => $"{TelemetryOptions.Section}:{s.Name}", s => (string?)s.Value)).Build();
}
