namespace ScfAspire.TestKit.Telemetry;

/// <summary>One series of a metric as it was last exported.</summary>
/// <param name="Service">Who exported it.</param>
/// <param name="Name">Of the metric.</param>
/// <param name="Attributes">What tells it from the metric's other series.</param>
/// <param name="Value">The number; of a histogram the count.</param>
/// <param name="Sum">Of a histogram; otherwise the number.</param>
public sealed record ReceivedMetric(string Service, string Name, IReadOnlyDictionary<string, string> Attributes, double Value, double Sum);
