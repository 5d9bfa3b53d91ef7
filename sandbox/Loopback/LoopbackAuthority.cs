using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace ChatOps.Sandbox.Loopback;

/// <summary>
/// An authority that vouches for servers on the loopback, for a day. The Azure SDK shows its tokens over TLS only; a program that is
/// started with <c>SSL_CERT_FILE</c> set to <see cref="RootFile"/> trusts these servers, and nothing else in it need be changed (on Linux).
/// </summary>
public sealed class LoopbackAuthority : IDisposable
{
    private readonly DirectoryInfo _folder;

    private LoopbackAuthority(DirectoryInfo folder, X509Certificate2 root, X509Certificate2 server) =>
        (_folder, Root, Server) = (folder, root, server);

    /// <summary>Without its key, which nobody has any more.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Of <c>localhost</c>, <c>127.0.0.1</c> and <c>::1</c>, with its key.</summary>
    public X509Certificate2 Server { get; }

    public string RootFile => Path.Combine(_folder.FullName, "root.pem");

    public string ServerFile => Path.Combine(_folder.FullName, "server.pem");

    public string KeyFile => Path.Combine(_folder.FullName, "server.key");

    public static LoopbackAuthority Create()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var signing = Sign("CN=ChatOps loopback authority", from, to);
        // Only its owner can look into such a folder.
        var authority = new LoopbackAuthority(
            Directory.CreateTempSubdirectory("chatops-tls-"), X509CertificateLoader.LoadCertificate(signing.RawData), Issue(signing, from, to));
        File.WriteAllText(authority.RootFile, authority.Root.ExportCertificatePem());
        File.WriteAllText(authority.ServerFile, authority.Server.ExportCertificatePem());
        using var key = authority.Server.GetECDsaPrivateKey();
        File.WriteAllText(authority.KeyFile, key?.ExportPkcs8PrivateKeyPem());
        return authority;
    }

    /// <summary>For who is in this process, which does not trust the authority: its requests trust it and nobody else.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { Root },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    /// <summary><see cref="Handler"/> for the Azure SDK.</summary>
    public HttpPipelineTransport Transport() => new HttpClientTransport(new HttpClient(Handler()));

    public void Dispose()
    {
        Root.Dispose();
        Server.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 Sign(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(from, to);
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        // To be shown by a server.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, false));
        using var issued = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        var server = issued.CopyWithPrivateKey(key);
        // .NET decodes them when they are first read, and of two servers that start at once one can see none: so read them before.
        foreach (var usages in server.Extensions.OfType<X509EnhancedKeyUsageExtension>()) _ = usages.EnhancedKeyUsages;
        return server;
    }
}
