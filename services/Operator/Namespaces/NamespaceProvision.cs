using System.Collections.Concurrent;
using Grpc.Core;
using ScfAspire.V1;

namespace ScfAspire.Operator.Namespaces;

/// <summary>Makes the platform's namespace when the first function of a namespace of the cluster needs it.</summary>
public sealed class NamespaceProvision(NamespaceService.NamespaceServiceClient namespaces)
{
    private readonly ConcurrentDictionary<string, string> _known = new();

    /// <summary>Name of the platform's namespace, which is there.</summary>
    public async Task<string> RequireAsync(string @namespace, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(@namespace, out var known)) return known;
        var name = NamespaceNames.OfCluster(@namespace);
        try
        {
            await namespaces.CreateNamespaceAsync(
                new() { NamespaceId = name, Namespace = new() { Description = $"Namespace {@namespace} of the cluster" } }, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
        {
            // Somebody else was first, or it was there from the start.
        }
        return _known[@namespace] = name;
    }

    /// <summary>Forgets that a namespace is there: it was not.</summary>
    public void Forget(string @namespace) => _known.TryRemove(@namespace, out _);
}
