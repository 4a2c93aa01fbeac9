using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Events;

/// <summary>Tells people of changes, where <c>kubectl describe</c> shows them. An event that the cluster does not take is logged and lost: the condition says the same.</summary>
public sealed partial class EventRecorder(ApiServer server, TimeProvider time, ILogger<EventRecorder> logger)
{
    public async Task RecordAsync(ApiKind kind, ObjectMetadata about, Outcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            await server.CreateAsync(EventObject.Kind, EventObject.NamespaceOf(about), EventObject.Of(kind, about, outcome, $"{about.Name}.{Guid.CreateVersion7(now):N}", now), cancellationToken);
        }
        catch (Exception e) when (e is ApiServerException or HttpRequestException)
        {
            LogLost(outcome.Reason, about.Namespace, about.Name, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The event {Reason} about {Namespace}/{Name} was not taken: {Problem}")]
    private partial void LogLost(string reason, string @namespace, string name, string problem);
}
