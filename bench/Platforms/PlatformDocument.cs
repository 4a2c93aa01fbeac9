namespace ScfAspire.Bench.Platforms;

/// <summary>What the runner says of its processes in <c>platform.json</c>.</summary>
/// <param name="Ready">Every process has been ready.</param>
/// <param name="Processes">By name.</param>
public sealed record PlatformDocument(bool Ready, IReadOnlyDictionary<string, PlatformPart> Processes);

/// <summary>One process.</summary>
/// <param name="Pid">0 before its first start.</param>
/// <param name="Endpoints">URLs by endpoint name.</param>
public sealed record PlatformPart(int Pid, IReadOnlyDictionary<string, string> Endpoints);

/// <summary>The content of <c>credentials.json</c>.</summary>
internal sealed record PlatformCredentials(string SecretId, string SecretKey, Uri Endpoint, Uri Http, Uri Gateway);
