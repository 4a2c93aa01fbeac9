namespace ScfAspire.ServiceDefaults.Metrics;

/// <summary>One metric of the Prometheus text format: its comment lines and the samples of all sources.</summary>
internal sealed class MetricFamily
{
    /// <summary>HELP, TYPE and UNIT lines by their keyword, of the first source that had them.</summary>
    public OrderedDictionary<string, string> Comments { get; } = [];

    public List<string> Samples { get; } = [];

    public void Describe(string keyword, string line) => Comments.TryAdd(keyword, line);
}
