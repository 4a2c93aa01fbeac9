using k8s;
using k8s.Autorest;
using k8s.Models;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Permissions.Kubernetes;

/// <summary>Asks the cluster who a token belongs to and what a user may do. Without an answer nothing is allowed: the caller is told to try again.</summary>
public sealed class ClusterAccess(KubernetesAccessOptions options) : IDisposable
{
    private readonly k8s.Kubernetes _client = new(options.Client);

    /// <summary>Who a token belongs to; null for one that the cluster does not accept.</summary>
    /// <exception cref="ScfException">The cluster did not answer.</exception>
    public async Task<KubernetesSubject?> WhoAsync(string token, CancellationToken cancellationToken)
    {
        var review = await AskAsync(() => _client.AuthenticationV1.CreateTokenReviewAsync(
            new() { Spec = new() { Token = token, Audiences = options.Audiences.Count > 0 ? [.. options.Audiences] : null } }, cancellationToken: cancellationToken));
        return review.Status is { Authenticated: true, User: { } user } ? new(user.Username, [.. user.Groups ?? []]) : null;
    }

    /// <summary>Whether a user may do something.</summary>
    /// <exception cref="ScfException">The cluster did not answer.</exception>
    public async Task<bool> MayAsync(KubernetesSubject subject, ResourceAction action, CancellationToken cancellationToken)
    {
        var asked = new V1ResourceAttributes
        {
            Group = action.Group, Resource = action.Resource, Subresource = action.Subresource, Verb = action.Verb, NamespaceProperty = action.Namespace, Name = action.Name,
        };
        var review = await AskAsync(() => _client.AuthorizationV1.CreateSubjectAccessReviewAsync(
            new() { Spec = new() { User = subject.User, Groups = [.. subject.Groups], ResourceAttributes = asked } }, cancellationToken: cancellationToken));
        return review.Status?.Allowed == true;
    }

    public void Dispose() => _client.Dispose();

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpRequestException or HttpOperationException)
        {
            throw new ScfException(ScfErrorCode.InternalErrorSystem, "The cluster did not answer who may do what: try again.", e);
        }
    }
}
