using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Client;
using ScfAspire.Contracts.Names;

namespace ScfAspire.Cli.Commands;

/// <summary>Prints the runs of a function as they are stored, through restarts of the platform, until cancelled.</summary>
internal sealed class RecordFollower(Session session, RecordPrinter printer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public async Task RunAsync(FunctionName function, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var seen = new HashSet<(string, int)>();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                using var call = session.Client.Logs.TailRecords(
                    new() { Parent = function.ToString(), StartTime = Timestamp.FromDateTimeOffset(since) }, cancellationToken: cancellationToken);
                await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    pause = FirstPause;
                    var record = answer.Record;
                    // A stream that is opened again begins with what was last seen.
                    if (!seen.Add((record.RequestId, record.RetryNum))) continue;
                    if (record.StartTime?.ToDateTimeOffset() is { } start && start > since)
                    {
                        since = start;
                        if (seen.Count > 10_000) seen.Clear();
                    }
                    printer.Print(record);
                }
            }
            catch (ScfApiException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Aborted)
            {
                session.Terminal.Warn($"Lost the platform, trying again: {exception.Message}");
            }
            await Task.Delay(pause, session.Host.Time, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }
}
