using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Controllers;

public sealed partial class Controller<T>
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} {Key} could not be brought about; again in {Seconds} s.")]
    private partial void LogFailed(string kind, ObjectKey key, double seconds, Exception exception);
}
