namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a process listens on.</summary>
/// <param name="Name">Unique within the process.</param>
/// <param name="FixedPort">The port that it must have; null for any.</param>
internal sealed record Endpoint(string Name, int? FixedPort)
{
    private int? _port = FixedPort;

    /// <summary>The port in force.</summary>
    /// <exception cref="InvalidOperationException">None is allocated yet.</exception>
    public int Port => _port ?? throw new InvalidOperationException($"No port is allocated for the endpoint {Name} yet.");

    public string Url => $"http://127.0.0.1:{Port}";

    public void Allocate(Func<int> freePort) => _port ??= freePort();
}
