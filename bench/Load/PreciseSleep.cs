using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ScfAspire.Bench.Load;

/// <summary>Sleeps until a point in time on the kernel's monotonic clock, which is the one behind <see cref="Stopwatch"/>.</summary>
internal static partial class PreciseSleep
{
    private const int Monotonic = 1;
    private const int Absolute = 1;
    private const int SetTimerSlack = 29;

    /// <summary>Has the kernel wake this thread on time, instead of within the 50 microseconds by which it saves wake-ups.</summary>
    public static void Prepare() => _ = Prctl(SetTimerSlack, 1, 0, 0, 0);

    /// <param name="timestamp">In ticks of <see cref="Stopwatch"/>; a past one returns at once.</param>
    public static void Until(long timestamp)
    {
        if (Stopwatch.GetTimestamp() >= timestamp) return;
        var time = new TimeSpec { Seconds = timestamp / Stopwatch.Frequency, Nanoseconds = timestamp % Stopwatch.Frequency * (1_000_000_000 / Stopwatch.Frequency) };
        while (ClockNanosleep(Monotonic, Absolute, in time, 0) != 0)
        {
            // A signal came first.
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in TimeSpec until, nint rest);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
