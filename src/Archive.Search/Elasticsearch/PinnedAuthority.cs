using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archive.Core.Search;

namespace Archive.Search.Elasticsearch;

/// <summary>Trusts what the certificate authorities of one file vouch for, and nothing else. The name of the host is checked as always.
/// Thread-safe.</summary>
internal sealed class PinnedAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _authorities = [];

    /// <exception cref="IndexUnavailableException">The file cannot be read or holds no certificate.</exception>
    public PinnedAuthority(string path)
    {
        try
        {
            _authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IndexUnavailableException($"The certificate authorities of Elasticsearch cannot be read from {path} ({e.GetType().Name}).", e);
        }

        if (_authorities.Count == 0)
        {
            throw new IndexUnavailableException($"The file {path} holds no certificate in PEM form.");
        }
    }

    /// <summary>Null where the machine's authorities are trusted.</summary>
    /// <exception cref="IndexUnavailableException">The file cannot be read or holds no certificate.</exception>
    public static PinnedAuthority? Find(ElasticsearchOptions options) =>
        options.CertificateAuthorityFile is { Length: > 0 } path ? new PinnedAuthority(path) : null;

    /// <summary>For <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.DisableCertificateDownloads = true;

        // Authorities of a cluster's own publish no revocation lists.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(leaf);
    }
}
