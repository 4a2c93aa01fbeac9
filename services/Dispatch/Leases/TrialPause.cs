namespace ScfAspire.Dispatch.Leases;

/// <summary>The time until a trial that failed is made again: two seconds after the first failure, doubling to some two minutes.</summary>
internal sealed class TrialPause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(128);

    private TimeSpan _length;
    private long _since;

    public bool IsOver => _length == TimeSpan.Zero || time.GetElapsedTime(_since) >= _length;

    public void Lengthen()
    {
        _length = _length == TimeSpan.Zero ? First : _length * 2 < Longest ? _length * 2 : Longest;
        _since = time.GetTimestamp();
    }

    public void Reset() => _length = TimeSpan.Zero;
}
