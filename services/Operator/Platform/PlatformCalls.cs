using Grpc.Core;

namespace ScfAspire.Operator.Platform;

/// <summary>Calls of which NOT_FOUND is an answer like any other.</summary>
internal static class PlatformCalls
{
    /// <summary>What was asked for; null where there is none.</summary>
    public static async Task<T?> OrNullAsync<T>(this AsyncUnaryCall<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
