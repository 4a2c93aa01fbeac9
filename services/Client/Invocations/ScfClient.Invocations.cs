using System.Text.Json;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Client;

public sealed partial class ScfClient
{
    /// <summary>Runs an event function and waits for its end. It runs at most once; a function that fails is an answer with another status than 200.</summary>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="function">Its name.</param>
    /// <param name="eventJson">The event as JSON text, at most 6 MB.</param>
    /// <param name="options">What differs from the usual.</param>
    /// <param name="cancellationToken">Gives the call up; the function may still run.</param>
    public async Task<InvokeResponse> InvokeAsync(
        string @namespace, string function, string eventJson = "{}", InvokeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var request = new InvokeRequest
        {
            Name = new FunctionName(@namespace, function).ToString(),
            Event = eventJson,
            Qualifier = options.Qualifier,
            RoutingKey = options.RoutingKey,
            LogTail = options.LogTail,
        };
        return await Invocations.InvokeAsync(request, cancellationToken: cancellationToken);
    }

    /// <summary>Runs an event function with an event made from an object, and reads its result into another.</summary>
    /// <exception cref="ScfInvocationException">The function failed.</exception>
    public async Task<TResult?> InvokeAsync<TEvent, TResult>(
        string @namespace, string function, TEvent @event, InvokeOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await InvokeAsync(@namespace, function, JsonSerializer.Serialize(@event, JsonSerializerOptions.Web), options, cancellationToken);
        return response.Summary.StatusCode == 200
            ? JsonSerializer.Deserialize<TResult>(response.Result, JsonSerializerOptions.Web)
            : throw new ScfInvocationException(response);
    }

    /// <summary>Stores an event durably for the function, which then runs at least once.</summary>
    /// <returns>The request id, which all its records carry.</returns>
    public async Task<string> EnqueueAsync(
        string @namespace, string function, string eventJson = "{}", InvokeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var request = new InvokeAsyncRequest
        {
            Name = new FunctionName(@namespace, function).ToString(),
            Event = eventJson,
            Qualifier = options.Qualifier,
            RoutingKey = options.RoutingKey,
        };
        return (await Invocations.InvokeAsyncAsync(request, cancellationToken: cancellationToken)).RequestId;
    }
}
