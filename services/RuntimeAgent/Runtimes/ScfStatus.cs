namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>The status codes of the SCF interface that an agent gives.</summary>
internal static class ScfStatus
{
    public const int Success = 200;
    public const int ContainerExited = 405;
    public const int ResponseTooLarge = 407;
    public const int UserException = 430;
    public const int TimeLimit = 433;
    public const int MemoryLimit = 434;
    public const int HandlerNotFound = 437;
    public const int ProcessExit = 439;
    public const int ContainerInitError = 445;
    public const int PortBindingFailed = 446;
    public const int NoCapacity = 449;
    public const int InitTimeLimit = 450;
    public const int Cancelled = 499;
    public const int Internal = 500;

    /// <summary>Bytes of a result.</summary>
    public const int MaxResultBytes = 6 * 1024 * 1024;

    /// <summary>Bytes of a web function's response headers.</summary>
    public const int MaxResponseHeaderBytes = 4 * 1024;

    public const string ResponseTooLargeText = "The size of response exceeds the upper limit (6MB)";
}
