using Archive.Core.Search;
using Archive.Search.Elasticsearch;
using Archive.Search.SqliteFts;
using Archive.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Archive.IntegrationTests.Search.Elasticsearch;

public sealed class ElasticsearchRegistrationTests
{
    private const string Section = ElasticsearchOptions.Section + ":";

    [Fact]
    public void Registration_connects_to_nothing_and_binds_the_settings()
    {
        using var services = Build(("Nodes:0", "https://es1:9200"), ("Nodes:1", "https://es2:9200"), ("Prefix", "firm-a"), ("BulkSize", "50"), ("RequestTimeout", "00:00:05"));

        Assert.IsType<ElasticsearchIndex>(services.GetRequiredService<ISearchIndex>());
        var options = services.GetRequiredService<IOptions<ElasticsearchOptions>>().Value;
        Assert.IsType(ElasticsearchTransports.Create(options).GetType(), services.GetRequiredService<IElasticsearchTransport>());
        Assert.Equal(("firm-a", 50, TimeSpan.FromSeconds(5), 2), (options.Prefix, options.BulkSize, options.RequestTimeout, options.Nodes.Count));
    }

    [Theory]
    [InlineData("Nodes:0", "", "Nodes")]
    [InlineData("Nodes:0", "es1:9200", "Nodes")]
    [InlineData("Nodes:0", "http://user:secret@es1:9200", "Nodes")]
    [InlineData("Nodes:0", "http://es1:9200/path", "Nodes")]
    [InlineData("Prefix", "Firm_A", "prefix")]
    [InlineData("Prefix", "a-very-long-prefix-of-a-firm", "prefix")]
    [InlineData("BulkSize", "0", "BulkSize")]
    [InlineData("RequestTimeout", "00:00:00", "RequestTimeout")]
    [InlineData("ExactTotalLimit", "1", "ExactTotalLimit")]
    [InlineData("Password", "secret", "Username")]
    [InlineData("Username", "elastic", "Username")]
    [InlineData("CertificateAuthorityFile", "/ca.pem", "https")]
    public void Refuses_settings_out_of_bounds_and_shows_no_secret(string key, string value, string expected)
    {
        using var services = Build(("Nodes:0", "http://es1:9200"), (key, value));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ElasticsearchOptions>>().Value);

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_kinds_of_credentials()
    {
        using var services = Build(("Nodes:0", "http://es1:9200"), ("Username", "u"), ("PasswordFile", "/p"), ("ApiKeyFile", "/k"));

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ElasticsearchOptions>>().Value);
    }

    [Theory]
    [InlineData(null, typeof(SqliteFtsIndex))]
    [InlineData("sqlite", typeof(SqliteFtsIndex))]
    [InlineData("elasticsearch", typeof(ElasticsearchIndex))]
    public void The_configuration_chooses_the_engine(string? engine, Type expected)
    {
        using var services = Choose(engine).BuildServiceProvider();

        Assert.IsType(expected, services.GetRequiredService<ISearchIndex>());
    }

    [Fact]
    public void An_unknown_engine_is_refused_with_the_known_ones()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Choose("solr"));

        Assert.Contains("\"solr\" is not known. Known engines: sqlite, elasticsearch.", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceCollection Choose(string? engine)
    {
        var services = new ServiceCollection();
        services.AddIndex(Path.Combine(Path.GetTempPath(), "never-made", "index.db"), Read(("Archive:Index:Engine", engine), (Section + "Nodes:0", "http://es1:9200")));
        return services;
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddElasticsearchIndex(Read([.. settings.Select(setting => (Section + setting.Key, (string?)setting.Value))])).BuildServiceProvider();

    private static IConfiguration Read(params (string Key, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
