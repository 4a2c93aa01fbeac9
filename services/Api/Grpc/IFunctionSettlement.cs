namespace ScfAspire.Api.Grpc;

/// <summary>Waits for the end of a function's passing states.</summary>
public interface IFunctionSettlement
{
    /// <summary>Answers when every Dispatch serves the revision and what it began has ended.</summary>
    Task SettledAsync(long revision, CancellationToken cancellationToken);
}
