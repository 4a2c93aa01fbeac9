using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.V1;

namespace ScfAspire.Cli.Output;

/// <summary>Values in the words that people read.</summary>
internal static class Words
{
    public static string Of(FunctionState state) => state == FunctionState.Unspecified ? "-" : state.ToString();

    public static string Of(FunctionType type) => type == FunctionType.Http ? "web" : "event";

    public static string Time(Timestamp? time) =>
        time is null ? "-" : time.ToDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Milliseconds(Duration? duration) =>
        duration is null ? "0 ms" : string.Create(CultureInfo.InvariantCulture, $"{duration.ToTimeSpan().TotalMilliseconds:0.##} ms");

    public static string Seconds(Duration? duration) =>
        duration is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{duration.ToTimeSpan().TotalSeconds:0.###} s");

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.#} MB"),
    };

    /// <summary>Last part of a resource name.</summary>
    public static string Id(string name) => name[(name.LastIndexOf('/') + 1)..];
}
