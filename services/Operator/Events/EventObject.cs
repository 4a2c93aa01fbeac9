using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Events;

/// <summary>An Event as it is sent.</summary>
internal static class EventObject
{
    public const string Component = "scf-operator";
    private const string ClusterNamespace = "default";
    private const int LongestMessage = 1024;

    public static ApiKind Kind { get; } = new("v1", "Event", "events");

    /// <summary>Namespace that an event about an object lies in.</summary>
    public static string NamespaceOf(ObjectMetadata about) => about.Namespace.Length > 0 ? about.Namespace : ClusterNamespace;

    public static object Of(ApiKind kind, ObjectMetadata about, Outcome outcome, string name, DateTimeOffset now)
    {
        var at = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        return new
        {
            apiVersion = Kind.ApiVersion,
            kind = Kind.Kind,
            metadata = new { name, @namespace = NamespaceOf(about) },
            involvedObject = new { apiVersion = kind.ApiVersion, kind = kind.Kind, name = about.Name, @namespace = about.Namespace, uid = about.Uid, resourceVersion = about.ResourceVersion },
            type = outcome.Readiness == Condition.False ? "Warning" : "Normal",
            reason = outcome.Reason,
            message = outcome.Message.Length > LongestMessage ? outcome.Message[..LongestMessage] : outcome.Message,
            source = new { component = Component },
            reportingComponent = Component,
            firstTimestamp = at,
            lastTimestamp = at,
            count = 1,
        };
    }
}
