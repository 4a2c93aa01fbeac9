using System.Diagnostics.Metrics;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Metrics of the record spool.</summary>
internal static class RecordInstruments
{
    public const string MeterName = "ScfAspire.RuntimeAgent.Records";

    private static readonly Meter Meter = new(MeterName);

    public static readonly Counter<long> Shipped = Meter.CreateCounter<long>("scf.agent.records.shipped", "{record}", "Invocation records that Metering has stored.");

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("scf.agent.records.retries", "{batch}", "Attempts to send a batch that Metering did not confirm.");

    /// <summary>Shows how many bytes wait in a spool.</summary>
    public static void Observe(RecordSpool spool) =>
        Meter.CreateObservableGauge("scf.agent.records.waiting", () => spool.WaitingBytes, "By", "Bytes of invocation records that wait for Metering.");
}
