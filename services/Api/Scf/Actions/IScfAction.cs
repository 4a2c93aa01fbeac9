using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

/// <summary>One action of the SCF endpoint.</summary>
public interface IScfAction
{
    /// <summary>As clients name it.</summary>
    string Name { get; }

    Task<ScfResponse> RunAsync(ScfCall call, CancellationToken cancellationToken);
}
