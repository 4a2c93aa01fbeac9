namespace ScfAspire.Client;

/// <summary>What a client can be told beyond address and credential.</summary>
public sealed record ScfClientOptions
{
    /// <summary>Largest message in bytes, either way; 64 MiB unless set, so that the largest code package fits.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Clock of the token exchange; it must be within five minutes of the platform's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Carries the calls instead of the client's own connections, e.g. of a test server. The client disposes of it.</summary>
    public HttpMessageHandler? HttpHandler { get; init; }
}
