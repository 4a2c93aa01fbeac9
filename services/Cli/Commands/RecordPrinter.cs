using System.Globalization;
using ScfAspire.Cli.Output;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary>Prints runs of a function with what they printed.</summary>
internal sealed class RecordPrinter(Terminal terminal)
{
    private static readonly string[] PlatformLines = ["START RequestId", "END RequestId", "Report RequestId", "Init Report RequestId", "Event RequestId", "Response RequestId"];

    public void Print(Record record)
    {
        if (terminal.Json)
        {
            terminal.DocumentLine(ProtoJson.Of(record));
            return;
        }
        var time = record.StartTime?.ToDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "-";
        var retry = record.RetryNum > 0 ? $"  retry {record.RetryNum}" : "";
        terminal.Line($"{time}  {record.StatusCode}  {Words.Milliseconds(record.Duration)}  {Words.Bytes(record.MemoryUsedBytes)}  {record.RequestId}{retry}");
        var text = record.Log.Length > 0 ? record.Log : record.ErrorMessage;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (PlatformLines.Any(p => line.StartsWith(p, StringComparison.Ordinal))) terminal.DimLine("  " + line.TrimEnd('\r'));
            else terminal.Line("  " + line.TrimEnd('\r'));
        }
    }
}
