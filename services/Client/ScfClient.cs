using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using ScfAspire.Client.Authentication;
using ScfAspire.V1;

namespace ScfAspire.Client;

/// <summary>
/// A connection to a platform: the generated clients of <c>scf.v1</c> with authentication, and the typed calls that most programs need. Every
/// failed call throws <see cref="ScfApiException"/>, a cancelled one <see cref="OperationCanceledException"/>. Safe for concurrent use; make
/// one and keep it.
/// </summary>
public sealed partial class ScfClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly TokenSource _tokens;

    private ScfClient(Uri address, string secretId, string secretKey, ScfClientOptions options)
    {
        Address = address;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = options.HttpHandler,
            DisposeHttpClient = options.HttpHandler is not null,
            MaxReceiveMessageSize = options.MaxMessageBytes,
            MaxSendMessageSize = options.MaxMessageBytes,
            // The address decides on TLS; a platform on the same machine is reached without.
            UnsafeUseInsecureChannelCallCredentials = true,
        });
        _tokens = new(new TokenService.TokenServiceClient(_channel), secretId, secretKey, options.TimeProvider);
        var invoker = _channel.Intercept(new PlatformInterceptor(_tokens));
        Namespaces = new(invoker);
        Functions = new(invoker);
        Versions = new(invoker);
        Aliases = new(invoker);
        Triggers = new(invoker);
        Invocations = new(invoker);
        Logs = new(invoker);
    }

    /// <summary>Where the platform's gRPC endpoint is.</summary>
    public Uri Address { get; }

    public NamespaceService.NamespaceServiceClient Namespaces { get; }

    public FunctionService.FunctionServiceClient Functions { get; }

    public VersionService.VersionServiceClient Versions { get; }

    public AliasService.AliasServiceClient Aliases { get; }

    public TriggerService.TriggerServiceClient Triggers { get; }

    public InvocationService.InvocationServiceClient Invocations { get; }

    public LogService.LogServiceClient Logs { get; }

    /// <summary>A client of the platform at <paramref name="address"/>. Nothing is sent before the first call, which gets the token.</summary>
    /// <param name="address">gRPC endpoint: <c>http://host:8081</c>, <c>https://host</c>, or <c>host:port</c> for one without TLS.</param>
    /// <param name="secretId">The credential's name.</param>
    /// <param name="secretKey">Its key, which never leaves this process.</param>
    /// <param name="options">What differs from the usual.</param>
    /// <exception cref="ArgumentException">The address is not one, or the credential is empty.</exception>
    public static ScfClient Connect(string address, string secretId, string secretKey, ScfClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(secretId);
        ArgumentException.ThrowIfNullOrEmpty(secretKey);
        return new(ParseAddress(address), secretId, secretKey, options ?? new());
    }

    /// <summary>Gets a token now, so that a wrong credential shows at once.</summary>
    public async Task AuthenticateAsync(CancellationToken cancellationToken = default) => await _tokens.GetAsync(cancellationToken);

    public void Dispose()
    {
        _channel.Dispose();
        _tokens.Dispose();
    }

    private static Uri ParseAddress(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{address}' is not the address of a gRPC endpoint: give http://host:port or https://host.", nameof(address));
        return uri;
    }
}
