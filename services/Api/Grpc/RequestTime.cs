namespace ScfAspire.Api.Grpc;

/// <summary>When a request was made, which its id tells.</summary>
internal static class RequestTime
{
    // One second: clocks of the machines that make ids and records differ a little.
    private const long SlackMicroseconds = 1_000_000;

    /// <summary>Start of the time in which the records of a request can lie, microseconds.</summary>
    public static long UnixMicroseconds(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6]) milliseconds = (milliseconds << 8) | part;
        return Math.Max(0, (milliseconds * 1000) - SlackMicroseconds);
    }
}
