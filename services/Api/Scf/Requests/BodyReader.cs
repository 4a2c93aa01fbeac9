using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>Takes in the body of a request as far as it may go.</summary>
internal static class BodyReader
{
    /// <summary>Says, each time more of a body is there, how far it may go; throws to refuse it.</summary>
    /// <param name="arrived">The body so far, for the time of the call.</param>
    public delegate ValueTask<long> Judge(ReadOnlyMemory<byte> arrived);

    /// <exception cref="ScfException">The body is larger than it may be, or the judge refused it.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, Judge judge, CancellationToken cancellationToken)
    {
        // What a header claims costs nothing: memory is taken as the body comes, or once it has been let in.
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, BodyLimits.Settings));
        while (true)
        {
            var limit = await judge(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            RequireWithin(limit, request.ContentLength);
            if (buffer.Length > BodyLimits.Settings && request.ContentLength is { } length) buffer.Capacity = (int)length;
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            RequireWithin(limit, buffer.Length + read.Buffer.Length);
            foreach (var segment in read.Buffer) buffer.Write(segment.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }

        return buffer.TryGetBuffer(out var whole) && whole.Array!.Length == buffer.Length ? whole.Array : buffer.ToArray();
    }

    private static void RequireWithin(long limit, long? size)
    {
        if (size > limit) throw new ScfException(ScfErrorCode.InvalidParameterRequestTooLarge, $"The request has more than the {limit} bytes that its action may have.");
    }
}
