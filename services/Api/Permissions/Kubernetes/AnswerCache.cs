using System.Collections.Concurrent;

namespace ScfAspire.Api.Permissions.Kubernetes;

/// <summary>Remembers answers for ten seconds, so that calls do not ask each time.</summary>
internal sealed class AnswerCache<TKey, TAnswer>(TimeProvider time)
    where TKey : notnull
{
    /// <summary>How long a right that was taken away may still be used.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private const int Most = 10_000;
    private readonly ConcurrentDictionary<TKey, (TAnswer Answer, DateTimeOffset Until)> _answers = new();

    public async ValueTask<TAnswer> GetAsync(TKey key, Func<TKey, Task<TAnswer>> ask)
    {
        var now = time.GetUtcNow();
        if (_answers.TryGetValue(key, out var known) && known.Until > now) return known.Answer;
        var answer = await ask(key);
        // Many different callers at once are rare: what is forgotten is asked for again.
        if (_answers.Count >= Most) _answers.Clear();
        _answers[key] = (answer, now + Kept);
        return answer;
    }
}
