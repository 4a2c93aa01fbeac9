using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.Api.Permissions.Kubernetes;

/// <summary>Permissions by the cluster's own access rules: every credential names one of its subjects, and its tokens are taken as they are.</summary>
public sealed class KubernetesPermissions(ClusterAccess cluster, KubernetesAccessOptions options, TimeProvider time) : IPermissionCheck, IForeignTokens
{
    private readonly AnswerCache<string, KubernetesSubject?> _tokens = new(time);
    private readonly AnswerCache<string, KubernetesSubject?> _users = new(time);
    private readonly AnswerCache<(string Subject, ResourceAction Action), bool> _decisions = new(time);

    public async ValueTask<bool> IsAllowedAsync(Permission permission, CancellationToken cancellationToken)
    {
        var action = ResourceAction.Of(permission);
        return await _decisions.GetAsync((permission.Subject, action), async _ =>
            await SubjectAsync(permission.Subject) is { } subject && await cluster.MayAsync(subject, action, cancellationToken));
    }

    public async ValueTask<string?> SubjectOfAsync(string token, CancellationToken cancellationToken)
    {
        // Its hash alone is kept.
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (await _tokens.GetAsync(key, _ => cluster.WhoAsync(token, cancellationToken)) is not { } subject) return null;
        var name = KubernetesSubject.Prefix + subject.User;
        // Groups come with tokens alone: the decision that follows at once needs them.
        await _users.GetAsync(name, _ => Task.FromResult<KubernetesSubject?>(subject));
        return name;
    }

    private ValueTask<KubernetesSubject?> SubjectAsync(string subject)
    {
        if (subject.StartsWith(KubernetesSubject.Prefix, StringComparison.Ordinal))
            return _users.GetAsync(subject, name => Task.FromResult<KubernetesSubject?>(new(name[KubernetesSubject.Prefix.Length..], [])));
        return ValueTask.FromResult<KubernetesSubject?>(options.Subjects.TryGetValue(subject, out var named) ? named : KubernetesSubject.OfCredential(subject, subject == options.Administrator));
    }
}
