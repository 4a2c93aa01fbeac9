using System.Globalization;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Contracts.Logs;

/// <summary>
/// The log of one run, line by line as the SCF interface writes it. Records carry only what the function printed, since every line of the
/// platform's follows from their other fields; whoever shows a log writes it out here.
/// </summary>
public static class InvocationLogText
{
    /// <summary>Bytes of the return value in the log and in the record.</summary>
    public const int RetMsgBytes = 8 * 1024;

    private const int Succeeded = 200;

    /// <summary>The whole text.</summary>
    public static string Of(InvocationRecord record)
    {
        if (record.LogForm == LogForm.Unspecified) return record.Log;
        var id = new Guid(record.RequestId.Span, bigEndian: true).ToString("D");
        var text = new StringBuilder(record.Log.Length + record.RetMsg.Length + 512);
        text.Append("START RequestId:").Append(id).Append('\n');
        if (record.InitLog is { } init) AppendInit(text, id, init, record);
        text.Append(record.Log);
        if (record.StatusCode != Succeeded)
        {
            var reason = record.HasErrorReason ? record.ErrorReason : record.ErrorMessage;
            text.Append("ERROR RequestId:").Append(id).Append(" Result:").Append(reason.ReplaceLineEndings(" ")).Append('\n');
        }

        if (record.LogForm == LogForm.Printed)
            text.Append("Response RequestId:").Append(id).Append(" RetMsg:").Append(Utf8Cut.First(record.RetMsg, RetMsgBytes)).Append('\n');
        text.Append("END RequestId:").Append(id).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Report RequestId:{id} Duration:{record.BilledMs}ms Memory:{record.MemoryMb}MB MemUsage:{Mb(record.MemoryUsedBytes)}MB\n");
        return text.ToString();
    }

    /// <summary>Turns a record into one that carries its whole text.</summary>
    public static void WriteOut(InvocationRecord record) => Replace(record, Of(record));

    /// <summary>Turns a record into one without a log.</summary>
    public static void LeaveOut(InvocationRecord record) => Replace(record, "");

    private static void Replace(InvocationRecord record, string text)
    {
        record.Log = text;
        record.LogForm = LogForm.Unspecified;
        record.InitLog = null;
        record.ClearErrorReason();
    }

    // What the function printed while it was loaded, and how long that took.
    private static void AppendInit(StringBuilder text, string id, InitLog init, InvocationRecord record)
    {
        text.Append(init.Printed);
        text.Append(CultureInfo.InvariantCulture, $"Init Report RequestId: {id} Coldstart: {Ms(record.ColdStartUs)}ms (PullCode: {Ms(init.PullCodeUs)}ms InitRuntime: {Ms(init.InitRuntimeUs)}ms InitFunction: {Ms(init.InitFunctionUs)}ms) Memory: {record.MemoryMb}MB MemUsage: {Mb(init.MemoryUsedBytes):0.00}MB\n");
    }

    private static long Ms(long microseconds) => (microseconds + 500) / 1000;

    private static double Mb(long bytes) => bytes / 1048576.0;
}
