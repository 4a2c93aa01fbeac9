using ScfAspire.Core.Errors;

namespace ScfAspire.Core.Functions;

/// <summary>Which operation a function version admits in which state.</summary>
public static class FunctionTransitions
{
    /// <summary>The platform itself ends this state soon.</summary>
    public static bool IsTransient(this FunctionStatus status) =>
        status is FunctionStatus.Creating or FunctionStatus.Updating or FunctionStatus.Publishing or FunctionStatus.Deleting;

    public static bool CanUpdate(this FunctionStatus status) =>
        status is FunctionStatus.Active or FunctionStatus.UpdateFailed or FunctionStatus.PublishFailed;

    public static bool CanPublish(this FunctionStatus status) => status is FunctionStatus.Active;

    /// <summary>Deleting what is already being deleted is admitted: it changes nothing.</summary>
    public static bool CanDelete(this FunctionStatus status) =>
        status is not (FunctionStatus.Creating or FunctionStatus.Updating or FunctionStatus.Publishing);

    /// <summary>Invocations reach the version: during an update those of the previous content go on.</summary>
    public static bool IsServed(this FunctionStatus status) =>
        status is FunctionStatus.Active or FunctionStatus.Creating or FunctionStatus.Updating or FunctionStatus.UpdateFailed
            or FunctionStatus.Publishing or FunctionStatus.PublishFailed;

    /// <exception cref="ScfException">The operation is not admitted now.</exception>
    public static void Require(bool admitted, string code, string operation, FunctionStatus status)
    {
        if (!admitted) throw new ScfException(code, $"{operation} is not possible while the function is {status}; try again when it is Active.");
    }
}
