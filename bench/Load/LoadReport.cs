namespace ScfAspire.Bench.Load;

/// <summary>What a generator saw in one round.</summary>
/// <param name="Requests">Answers that came.</param>
/// <param name="Seconds">How long it sent.</param>
/// <param name="Faults">Connections that broke, time-outs, answers with another status than 200, and wrong answers; empty when all went well.</param>
internal sealed record LoadReport(long Requests, double Seconds, IReadOnlyList<string> Faults)
{
    public double PerSecond => Seconds > 0 ? Requests / Seconds : 0;
}
