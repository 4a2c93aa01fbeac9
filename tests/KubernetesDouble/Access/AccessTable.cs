using System.Collections.Concurrent;

namespace ScfAspire.KubernetesDouble.Access;

/// <summary>Answers that a test gives by hand, before roles are looked at, and a count of what was asked.</summary>
public sealed class AccessTable
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>Decides: true or false is the answer, null leaves it to the roles.</summary>
    public Func<Caller, AccessQuestion, bool?> Answer { get; set; } = (_, _) => null;

    /// <summary>How often reviews of a kind were asked for.</summary>
    /// <param name="plural">E.g. <c>subjectaccessreviews</c>.</param>
    public int Asked(string plural) => _counts.GetValueOrDefault(plural);

    internal void Count(string plural) => _counts.AddOrUpdate(plural, 1, (_, count) => count + 1);
}
