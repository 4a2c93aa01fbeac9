namespace ScfAspire.RuntimeAgent.Processes;

/// <summary>How a process ended: with an exit code (0 to 255) or by a signal.</summary>
public readonly record struct ExitStatus(int Code, int Signal)
{
    /// <summary>From the status word of wait(2).</summary>
    public static ExitStatus FromWait(int status) => (status & 0x7f) == 0 ? new((status >> 8) & 0xff, 0) : new(0, status & 0x7f);

    /// <summary>The signal that ended it, also where a shell or bubblewrap reports it as 128 plus the signal; 0 for none.</summary>
    public int EffectiveSignal => Signal != 0 ? Signal : Code is > 128 and < 193 ? Code - 128 : 0;

    public override string ToString() => EffectiveSignal != 0 ? $"signal {EffectiveSignal}" : $"exit code {Code}";
}
