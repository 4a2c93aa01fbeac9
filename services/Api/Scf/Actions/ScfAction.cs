using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

/// <summary>An action whose fields have the form of <typeparamref name="TRequest"/>; its name is the class's without "Action".</summary>
public abstract class ScfAction<TRequest> : IScfAction
    where TRequest : class
{
    private const string Suffix = "Action";

    public string Name => GetType().Name[..^Suffix.Length];

    public virtual long BodyMax => BodyLimits.Settings;

    public async Task<ScfResponse> RunAsync(ScfCall call, ActionAdmission admission, CancellationToken cancellationToken)
    {
        var request = call.Read<TRequest>();
        await admission.RequireAsync(call.Caller, Name, NamespaceOf(request), cancellationToken);
        return await RunAsync(request, call, cancellationToken);
    }

    /// <summary>The namespace that the request is about; empty for none.</summary>
    protected virtual string NamespaceOf(TRequest request) => (request as FunctionRequest)?.NamespaceOrDefault() ?? "";

    protected abstract Task<ScfResponse> RunAsync(TRequest request, ScfCall call, CancellationToken cancellationToken);
}
