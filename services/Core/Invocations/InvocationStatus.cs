namespace ScfAspire.Core.Invocations;

/// <summary>Status codes of an invocation, as the SCF interface numbers them.</summary>
public static class InvocationStatus
{
    public const int Success = 200;
    public const int Running = 202;
    public const int InvalidEvent = 400;
    public const int InvalidCredentials = 401;
    public const int ServiceSuspended = 402;
    public const int InvalidSubnet = 404;
    public const int ContainerStateExited = 405;
    public const int RequestTooLarge = 406;
    public const int ResponseTooLarge = 407;
    public const int InsufficientBalance = 410;
    public const int ResourceLimit = 429;
    public const int UserCodeException = 430;
    public const int ResourceLimitReached = 432;
    public const int TimeLimitReached = 433;
    public const int MemoryLimitReached = 434;
    public const int FunctionNotFound = 435;
    public const int InvalidParameterValue = 436;
    public const int HandlerNotFound = 437;
    public const int FunctionStatusError = 438;
    public const int UserProcessExit = 439;
    public const int UnauthorizedOperation = 441;
    public const int QualifierNotFound = 442;
    public const int UserCodeError = 443;
    public const int PullImageFailed = 444;
    public const int ContainerInitError = 445;
    public const int PortBindingFailed = 446;
    public const int PullImageTimeOut = 447;
    public const int InsufficientResources = 449;
    public const int InitContainerTimeout = 450;
    public const int WebSocketIdle = 455;
    public const int WebSocketClosedByClient = 456;
    public const int RequestCanceled = 499;
    public const int InternalError = 500;

    /// <summary>After these the instance is not used again.</summary>
    public static bool RecyclesInstance(int statusCode) => statusCode is TimeLimitReached or MemoryLimitReached or UserProcessExit;

    /// <summary>Faults and limits of the platform, which asynchronous events outwait; all others are the function's.</summary>
    public static bool IsPlatformError(int statusCode) => statusCode is InternalError or ResourceLimitReached or ResourceLimit or InsufficientResources;
}
