using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.ServiceDefaults;

/// <summary>
/// Mutual TLS of the invocation links over TCP: each side shows a certificate of the installation's own authority, and Dispatch checks that the agent's
/// is for the address that it dialled. The files are read once, at the start.
/// </summary>
public sealed class LinkTls
{
    private readonly SslStreamCertificateContext? _certificate;
    private readonly X509Certificate2Collection _authorities;
    private readonly bool _plain;

    private LinkTls(SslStreamCertificateContext? certificate, X509Certificate2Collection authorities, bool plain = false) => (_certificate, _authorities, _plain) = (certificate, authorities, plain);

    /// <summary>No certificates: TCP links stay on the machine.</summary>
    public static LinkTls None { get; } = new(null, []);

    /// <summary>Reads the files that <see cref="ScfEnvironment.LinkCertFile"/>, <see cref="ScfEnvironment.LinkKeyFile"/> and <see cref="ScfEnvironment.LinkCaFile"/> name.</summary>
    /// <exception cref="ConfigurationException">Some are set and others not, or a file cannot be used.</exception>
    public static LinkTls From(IConfiguration configuration)
    {
        string[] names = [ScfEnvironment.LinkCertFile, ScfEnvironment.LinkKeyFile, ScfEnvironment.LinkCaFile];
        var missing = names.Where(name => string.IsNullOrEmpty(configuration[name])).ToArray();
        if (missing.Length == names.Length) return configuration[ScfEnvironment.LinkPlain] == "1" ? new LinkTls(null, [], plain: true) : None;
        if (missing.Length > 0) throw new ConfigurationException($"{string.Join(" and ", missing)} must be set too: TLS of the links needs a certificate, its key and the authority.");
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(configuration[names[0]]!, configuration[names[1]]!);
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(configuration[names[2]]!);
            if (authorities.Count == 0) throw new ConfigurationException($"{names[2]}={configuration[names[2]]} holds no certificate.");
            return new LinkTls(SslStreamCertificateContext.Create(certificate, authorities, offline: true), authorities);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The certificates of {string.Join(", ", names)} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Whether a link at this address is to be secured: every TCP link where there are certificates.</summary>
    /// <exception cref="ConfigurationException">The link would leave the machine, and there are none.</exception>
    public bool Secures(EndPoint endPoint)
    {
        if (endPoint is UnixDomainSocketEndPoint) return false;
        if (_certificate is not null) return true;
        if (_plain) return false;
        if (endPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address)) return false;
        if (endPoint is DnsEndPoint { Host: "localhost" }) return false;
        throw new ConfigurationException(
            $"a TCP link beyond this machine needs TLS: set {ScfEnvironment.LinkCertFile}, {ScfEnvironment.LinkKeyFile} and {ScfEnvironment.LinkCaFile}.");
    }

    /// <summary>The agent's side of a new connection; the stream owns the socket.</summary>
    /// <exception cref="AuthenticationException">The other side has no certificate of the authority.</exception>
    /// <exception cref="IOException">It ended the connection.</exception>
    public async Task<Stream> AcceptAsync(Socket socket, CancellationToken cancellationToken)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        return await SecuredAsync(stream, stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = _certificate, ClientCertificateRequired = true, CertificateChainPolicy = Policy() }, cancellationToken));
    }

    /// <summary>Dispatch's side of a new connection; the stream owns the socket.</summary>
    /// <exception cref="AuthenticationException">The other side has no certificate of the authority for this address.</exception>
    /// <exception cref="IOException">It ended the connection.</exception>
    public async Task<Stream> ConnectAsync(Socket socket, EndPoint endPoint, CancellationToken cancellationToken)
    {
        var host = endPoint switch
        {
            IPEndPoint ip => ip.Address.ToString(),
            DnsEndPoint dns => dns.Host,
            _ => throw new ArgumentException($"{endPoint} is no TCP address.", nameof(endPoint)),
        };
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        return await SecuredAsync(stream, stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, ClientCertificateContext = _certificate, CertificateChainPolicy = Policy() }, cancellationToken));
    }

    private static async Task<Stream> SecuredAsync(SslStream stream, Task handshake)
    {
        try
        {
            await handshake;
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    // Of each connection's own: the check adds to it what the certificate is used for.
    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }
}
