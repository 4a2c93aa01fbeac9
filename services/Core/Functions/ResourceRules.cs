using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Core.Functions;

/// <summary>Sizes and times of a function. All methods throw <see cref="ScfException"/> for a value out of rule.</summary>
public static class ResourceRules
{
    public static bool IsMemorySize(int megabytes) =>
        megabytes == ScfLimits.MemoryMinMb
        || (megabytes is >= ScfLimits.MemoryStepMb and <= ScfLimits.MemoryMaxMb && megabytes % ScfLimits.MemoryStepMb == 0);

    public static void RequireMemorySize(int megabytes)
    {
        if (!IsMemorySize(megabytes))
        {
            throw new ScfException(
                ScfErrorCode.InvalidMemorySize,
                $"MemorySize {megabytes} must be {ScfLimits.MemoryMinMb}, or {ScfLimits.MemoryStepMb} to {ScfLimits.MemoryMaxMb} MB in steps of {ScfLimits.MemoryStepMb}.");
        }
    }

    public static void RequireTimeout(int seconds)
    {
        if (seconds is < ScfLimits.TimeoutMin or > ScfLimits.TimeoutMax)
            throw new ScfException(ScfErrorCode.LimitExceededTimeout, $"Timeout {seconds} must be {ScfLimits.TimeoutMin} to {ScfLimits.TimeoutMax} seconds.");
    }

    public static void RequireInitTimeout(int seconds)
    {
        if (seconds is < ScfLimits.InitTimeoutMin or > ScfLimits.InitTimeoutMax)
        {
            throw new ScfException(
                ScfErrorCode.LimitExceededInitTimeout,
                $"InitTimeout {seconds} must be {ScfLimits.InitTimeoutMin} to {ScfLimits.InitTimeoutMax} seconds.");
        }
    }

    /// <summary>Events that one instance runs at the same time; not every language can run several.</summary>
    public static void RequireInstanceConcurrency(int requests, RuntimeFamily family, FunctionKind kind)
    {
        if (requests > 1 && kind == FunctionKind.Event && family == RuntimeFamily.Php)
            throw new ScfException(ScfErrorCode.InvalidMaxConcurrency, "MaxConcurrency must be 1: a PHP instance runs one event at a time.");
        if (requests is < ScfLimits.InstanceConcurrencyMin or > ScfLimits.InstanceConcurrencyMax)
        {
            throw new ScfException(
                ScfErrorCode.InvalidMaxConcurrency,
                $"MaxConcurrency {requests} must be {ScfLimits.InstanceConcurrencyMin} to {ScfLimits.InstanceConcurrencyMax}.");
        }
    }

    public static void RequireDescription(string description)
    {
        if (description.Length > ScfLimits.DescriptionMax)
            throw new ScfException(ScfErrorCode.InvalidDescription, $"Description must not be longer than {ScfLimits.DescriptionMax} characters.");
    }
}
