using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Archive.Cli.CommandLine;

namespace Archive.Cli.Secrets;

/// <summary>An authority of the set-up's own and the certificates it vouches for, as PEM files: NAME.crt and NAME.key (PKCS #8).</summary>
internal sealed class CertificateFiles(SecretFolder folder, TimeProvider time)
{
    public const string Authority = "authority/ca";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>As long as a set-up may live without new trust in every program.</summary>
    private const int AuthorityYears = 10;

    /// <summary>Long enough not to be forgotten each spring, short enough that renewing it stays practised.</summary>
    private const int ServerYears = 2;

    /// <summary>Clocks of containers and hosts differ a little.</summary>
    private static readonly TimeSpan Earlier = TimeSpan.FromHours(1);

    public string ReadOrMakeAuthority()
    {
        RequirePair(Authority, mayLackKey: true);
        return Make(Authority, keyIsForOwnerAlone: true, key =>
        {
            var request = new CertificateRequest("CN=Messaging Archive CA", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
            var now = time.GetUtcNow();
            return request.CreateSelfSigned(now - Earlier, now.AddYears(AuthorityYears));
        });
    }

    /// <param name="hosts">Names and addresses by which the server is reached; the first is the subject.</param>
    /// <param name="isClientToo">Shown by nodes of a cluster to each other.</param>
    public void ReadOrMakeServer(string name, IReadOnlyList<string> hosts, bool isClientToo = false)
    {
        RequirePair(name, mayLackKey: false);
        Make(name, keyIsForOwnerAlone: false, key =>
        {
            using var authority = LoadAuthority(name);
            var request = new CertificateRequest(new X500DistinguishedName($"CN={hosts[0]}"), key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(Purposes(isClientToo), critical: false));
            request.CertificateExtensions.Add(NamesOf(hosts));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
            var now = time.GetUtcNow();
            return request.Create(authority, now - Earlier, Earliest(now.AddYears(ServerYears), new DateTimeOffset(authority.NotAfter)), RandomNumberGenerator.GetBytes(16));
        });
    }

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static OidCollection Purposes(bool isClientToo) =>
        isClientToo ? [new Oid(ServerAuthentication), new Oid(ClientAuthentication)] : [new Oid(ServerAuthentication)];

    private static X509Extension NamesOf(IReadOnlyList<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }

    /// <returns>The certificate.</returns>
    private string Make(string name, bool keyIsForOwnerAlone, Func<ECDsa, X509Certificate2> certify)
    {
        if (folder.Has(name + ".crt"))
        {
            if (folder.Has(name + ".key"))
            {
                folder.ReadThere(name + ".key");
            }

            return folder.ReadThere(name + ".crt");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = certify(key);
        folder.ReadOrMake(name + ".key", () => key.ExportPkcs8PrivateKeyPem() + "\n", keyIsForOwnerAlone);
        return folder.ReadOrMake(name + ".crt", () => certificate.ExportCertificatePem() + "\n");
    }

    /// <summary>One half of a pair is of no use, and making the other anew would not fit.</summary>
    private void RequirePair(string name, bool mayLackKey)
    {
        var hasCertificate = folder.Has(name + ".crt");
        if (hasCertificate == folder.Has(name + ".key") || (hasCertificate && mayLackKey))
        {
            return;
        }

        var (there, missing) = hasCertificate ? (".crt", ".key") : (".key", ".crt");
        throw new CliException(
            ExitCodes.Refused, $"{name}{there} is in {folder.Path} without {name}{missing}. Put that back, or remove both to have them made again.");
    }

    private X509Certificate2 LoadAuthority(string wanted) =>
        folder.Has(Authority + ".key")
            ? X509Certificate2.CreateFromPem(folder.Read(Authority + ".crt"), folder.Read(Authority + ".key"))
            : throw new CliException(
                ExitCodes.Refused, $"{wanted}.crt is missing, and {Authority}.key, which would sign it, is not in {folder.Path}. Put that key there for this run.");
}
