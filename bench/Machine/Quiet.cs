using System.Globalization;

namespace ScfAspire.Bench.Machine;

/// <summary>How busy the machine is with other things while a row is about to begin.</summary>
/// <param name="LoadAverage">Of the last minute, the bench's own earlier work included.</param>
/// <param name="BusyShare">Share of all cores that was in use over a moment in which the bench itself did nothing.</param>
internal sealed record Quiet(double LoadAverage, double BusyShare)
{
    private const double MostBusy = 0.10;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(800);

    /// <summary>Figures of a machine that does other things are for comparing side by side at most.</summary>
    public bool IsQuiet => BusyShare <= MostBusy;

    public static async Task<Quiet> LookAsync(CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync("/proc/loadavg", cancellationToken);
        var before = CpuClock.OfMachine();
        var start = TimeProvider.System.GetTimestamp();
        await Task.Delay(Moment, cancellationToken);
        var busy = (CpuClock.OfMachine() - before) / TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / Environment.ProcessorCount;
        return new Quiet(double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture), Math.Min(1, busy));
    }
}
