namespace ScfAspire.RuntimeAgent.Records;

/// <summary>How far a segment has been shipped. Stored as a whole: see <see cref="SegmentMemory"/>.</summary>
/// <param name="ReadOffset">Where the first record lies that is not acknowledged.</param>
/// <param name="ReadSequence">That record's sequence.</param>
/// <param name="BatchSequence">Number of the latest batch, 0 before the first.</param>
/// <param name="BatchEndOffset">Where the latest batch ends; equal to <paramref name="ReadOffset"/> when it is acknowledged.</param>
/// <param name="BatchEndSequence">Sequence of the first record after the latest batch.</param>
internal readonly record struct SegmentState(int ReadOffset, ulong ReadSequence, long BatchSequence, int BatchEndOffset, ulong BatchEndSequence)
{
    public bool BatchOpen => BatchEndOffset > ReadOffset;
}
