using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Queries;

/// <summary>Filter by outcome, with the names of the SCF interface (<c>LogFilter.RetCode</c>).</summary>
public sealed class RetCodeFilter
{
    private static readonly Dictionary<string, RetCodeFilter> All = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = new(_ => true, block => block.Records),
        ["is0"] = new(outcome => outcome == Outcome.Succeeded, block => block.Succeeded),
        ["not0"] = new(outcome => outcome != Outcome.Succeeded, block => block.Records - block.Succeeded),
        ["TimeLimitExceeded"] = new(outcome => outcome == Outcome.TimedOut, block => block.TimedOut),
        ["ResourceLimitExceeded"] = new(outcome => outcome == Outcome.OverLimit, block => block.OverLimit),
        ["UserCodeException"] = new(outcome => outcome == Outcome.UserFailed, block => block.UserFailed),
    };

    private readonly Func<Outcome, bool> _matches;
    private readonly Func<BlockSummary, int> _count;

    private RetCodeFilter(Func<Outcome, bool> matches, Func<BlockSummary, int> count) => (_matches, _count) = (matches, count);

    public static IEnumerable<string> Names => All.Keys.Where(name => name.Length > 0);

    /// <summary>Null for a name that the SCF interface does not have.</summary>
    public static RetCodeFilter? Parse(string name) => All.GetValueOrDefault(name);

    public bool Matches(Outcome outcome) => _matches(outcome);

    /// <summary>How many records of a block match, without opening it.</summary>
    public int CountIn(BlockSummary block) => _count(block);
}
