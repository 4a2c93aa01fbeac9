using System.Globalization;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Grpc;

/// <summary>
/// Which paths each port serves. Decided by the port that the connection came in on: a Host header is whatever the caller writes.
/// </summary>
public sealed class PortPolicy(int internalPort, int httpPort, int grpcPort)
{
    private const string InternalGrpc = "/scf.internal.";
    private const string PublicGrpc = PublicServices.Prefix;
    private const string Health = "/grpc.health.";
    private const string Reflection = "/grpc.reflection.";

    public static PortPolicy From(IConfiguration configuration)
    {
        int Port(string key) => int.TryParse(configuration[key], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
        return new(Port(ScfEnvironment.InternalPort), Port(ScfEnvironment.HttpPort), Port(ScfEnvironment.GrpcPort));
    }

    public bool IsInternal(int port) => internalPort > 0 && port == internalPort;

    /// <summary>Whether a path is served on a port.</summary>
    public bool Serves(int port, string path)
    {
        if (path.StartsWith(InternalGrpc, StringComparison.Ordinal)) return port == internalPort;
        // The operator's way: with the internal key, see PlatformCaller.
        if (IsInternal(port) && path.StartsWith(PublicGrpc, StringComparison.Ordinal)) return path != PublicServices.Exchange;
        if (IsPublicGrpc(path)) return port == grpcPort;
        // Everything else is HTTP: the SCF endpoint, REST, OpenAPI; what the status port serves never gets here.
        return port == httpPort || (port != grpcPort && port != internalPort);
    }

    private static bool IsPublicGrpc(string path) =>
        path.StartsWith(PublicGrpc, StringComparison.Ordinal) || path.StartsWith(Health, StringComparison.Ordinal) || path.StartsWith(Reflection, StringComparison.Ordinal);
}
