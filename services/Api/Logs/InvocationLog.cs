using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Store;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Logs;

/// <inheritdoc cref="IInvocationLog"/>
public sealed class InvocationLog(ControlDatabase database, Records.RecordsClient records, EventQueue.EventQueueClient queue, TimeProvider time) : IInvocationLog
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    public async Task<ListRecordsResponse> ListAsync(ListRecordsRequest query, CancellationToken cancellationToken)
    {
        await database.RequireFunctionAsync(query.Key.Namespace, query.Key.Function, cancellationToken);
        try
        {
            return await records.ListRecordsAsync(query, deadline: time.GetUtcNow().UtcDateTime + Wait, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(e);
        }
    }

    public async IAsyncEnumerable<InvocationRecord> FollowAsync(FollowRecordsRequest query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await database.RequireFunctionAsync(query.Key.Namespace, query.Key.Function, cancellationToken);
        using var call = records.FollowRecords(query, cancellationToken: cancellationToken);
        while (true)
        {
            try
            {
                if (!await call.ResponseStream.MoveNext(cancellationToken)) yield break;
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unreachable(e);
            }

            yield return call.ResponseStream.Current;
        }
    }

    public async Task<bool> IsPendingAsync(Guid requestId, CancellationToken cancellationToken)
    {
        try
        {
            await queue.GetEventAsync(
                new() { RequestId = ByteString.CopyFrom(requestId.ToByteArray(bigEndian: true)) }, deadline: time.GetUtcNow().UtcDateTime + Wait, cancellationToken: cancellationToken);
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ScfException(ScfErrorCode.InternalErrorSystem, "The event queue cannot be reached.", e);
        }
    }

    private static ScfException Unreachable(RpcException e) => e.StatusCode == StatusCode.InvalidArgument
        ? new(ScfErrorCode.InvalidParameterValue, e.Status.Detail, e)
        : new(ScfErrorCode.InternalErrorSystem, "The invocation records cannot be read now.", e);
}
