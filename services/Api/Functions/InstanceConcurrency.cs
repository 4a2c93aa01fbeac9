namespace ScfAspire.Api.Functions;

/// <summary>Requests per instance. Honoured for event functions as well as web functions.</summary>
/// <param name="Mode"><c>FALSE</c> static, <c>TRUE</c> dynamic, empty: off (one request at a time).</param>
/// <param name="MaxConcurrency">1 to 100.</param>
public sealed record InstanceConcurrency(string Mode, int MaxConcurrency)
{
    /// <summary>One request at a time.</summary>
    public static InstanceConcurrency Off { get; } = new("", 1);

    /// <summary>What the data plane is told.</summary>
    public int Effective => Mode.Length == 0 ? 1 : MaxConcurrency;
}
