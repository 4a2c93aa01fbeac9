using Grpc.Core;

namespace ScfAspire.Client.Errors;

/// <summary>A response stream whose failures are <see cref="ScfApiException"/>s.</summary>
internal sealed class TranslatingStreamReader<T>(IAsyncStreamReader<T> inner, Action<RpcException> failed) : IAsyncStreamReader<T>
{
    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            return await inner.MoveNext(cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (RpcException exception)
        {
            failed(exception);
            throw ApiErrors.From(exception);
        }
    }
}
