namespace ScfAspire.Contracts.Link;

/// <summary>Kinds of frames: 0x01 to 0x1f on the link between Dispatch and an agent, 0x20 to 0x2f between an agent and a runtime.</summary>
public enum FrameKind : byte
{
    None = 0,
    Hello = 0x01,
    Welcome = 0x02,
    GoAway = 0x03,
    Ping = 0x04,
    Pong = 0x05,
    Shipped = 0x06,
    Proof = 0x07,
    Invoke = 0x10,
    Data = 0x11,
    Head = 0x12,
    Outcome = 0x13,
    Cancel = 0x14,
    Window = 0x15,
    Answered = 0x16,
    Ready = 0x20,
    Load = 0x21,
    Loaded = 0x22,
    LoadFailed = 0x23,
    Event = 0x24,
    Result = 0x25,
    Failure = 0x26,
    Log = 0x27,
    Done = 0x28,
}
