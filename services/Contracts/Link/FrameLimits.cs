namespace ScfAspire.Contracts.Link;

/// <summary>Sizes and constants of both frame protocols.</summary>
public static class FrameLimits
{
    /// <summary>Version that HELLO and WELCOME carry.</summary>
    public const ushort Version = 3;

    /// <summary>Bytes of a frame's header.</summary>
    public const int HeaderBytes = 12;

    /// <summary>Most payload bytes of one frame on the link.</summary>
    public const int LinkPayloadBytes = 65_536;

    /// <summary>Most payload bytes of one frame between agent and runtime.</summary>
    public const int RuntimePayloadBytes = 16 * 1024 * 1024;

    /// <summary>Most bytes of an outcome's log tail.</summary>
    public const int LogTailBytes = 4_096;

    /// <summary>Bytes of each side's nonce.</summary>
    public const int NonceBytes = 16;

    /// <summary>Bytes of a proof.</summary>
    public const int ProofBytes = 32;

    /// <summary>Flag of DATA: the last frame of its direction.</summary>
    public const byte EndFlag = 1;

    /// <summary>Flag of RESULT: the function runs on after its result, until DONE or FAILURE.</summary>
    public const byte LaterWorkFlag = 1;
}
