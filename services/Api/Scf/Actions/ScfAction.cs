using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

/// <summary>An action whose fields have the form of <typeparamref name="TRequest"/>; its name is the class's without "Action".</summary>
public abstract class ScfAction<TRequest> : IScfAction
    where TRequest : class
{
    private const string Suffix = "Action";

    public string Name => GetType().Name[..^Suffix.Length];

    public Task<ScfResponse> RunAsync(ScfCall call, CancellationToken cancellationToken) => RunAsync(call.Read<TRequest>(), call, cancellationToken);

    protected abstract Task<ScfResponse> RunAsync(TRequest request, ScfCall call, CancellationToken cancellationToken);
}
