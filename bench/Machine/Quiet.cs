using System.Globalization;

namespace ScfAspire.Bench.Machine;

/// <summary>How busy the machine is with other things while a row is about to begin.</summary>
/// <param name="LoadAverage">Of the last minute, the bench's own earlier work included.</param>
/// <param name="BusyShare">Share of all cores that was in use over a moment in which the bench itself did nothing; the least of a minute's, since what an earlier row left to do ends.</param>
internal sealed record Quiet(double LoadAverage, double BusyShare)
{
    private const double MostBusy = 0.10;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Figures of a machine that does other things are for comparing side by side at most.</summary>
    public bool IsQuiet => BusyShare <= MostBusy;

    /// <summary>Returns as soon as the machine is quiet, or after a minute with what it saw.</summary>
    public static async Task<Quiet> LookAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var least = 1.0;
        do least = Math.Min(least, await BusyAsync(cancellationToken));
        while (least > MostBusy && TimeProvider.System.GetElapsedTime(began) < Patience);
        var text = await File.ReadAllTextAsync("/proc/loadavg", cancellationToken);
        return new Quiet(double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture), least);
    }

    private static async Task<double> BusyAsync(CancellationToken cancellationToken)
    {
        var before = CpuClock.OfMachine();
        var start = TimeProvider.System.GetTimestamp();
        await Task.Delay(Moment, cancellationToken);
        return Math.Min(1, (CpuClock.OfMachine() - before) / TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / Environment.ProcessorCount);
    }
}
