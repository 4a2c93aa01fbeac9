namespace ScfAspire.TestKit.Platforms;

/// <summary>The content of <c>credentials.json</c>.</summary>
/// <param name="SecretId">Access key id.</param>
/// <param name="SecretKey">Access key.</param>
/// <param name="Endpoint">Native gRPC.</param>
/// <param name="Http">SCF endpoint and REST.</param>
/// <param name="Gateway">HTTP gateway.</param>
public sealed record PlatformCredentials(string SecretId, string SecretKey, Uri Endpoint, Uri Http, Uri Gateway);
