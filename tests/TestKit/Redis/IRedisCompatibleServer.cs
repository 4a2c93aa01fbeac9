namespace ScfAspire.TestKit.Redis;

/// <summary>A server that speaks Redis's protocol: what works on one must work on the other.</summary>
public interface IRedisCompatibleServer : IAsyncDisposable
{
    /// <summary>For StackExchange.Redis.</summary>
    string ConnectionString { get; }

    /// <summary>Removes every key.</summary>
    Task FlushAsync();

    /// <summary>Ends the server with all that it holds and starts an empty one at the same address.</summary>
    Task CrashAndRestartAsync(CancellationToken cancellationToken = default);
}
