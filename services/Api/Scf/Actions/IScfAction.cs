using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

/// <summary>One action of the SCF endpoint.</summary>
public interface IScfAction
{
    /// <summary>As clients name it.</summary>
    string Name { get; }

    /// <summary>Bytes that a request of this action has at most, as it is sent; one of <see cref="BodyLimits"/>.</summary>
    long BodyMax { get; }

    /// <exception cref="Core.Errors.ScfException">The caller may not, the request is wrong, or it cannot be carried out.</exception>
    Task<ScfResponse> RunAsync(ScfCall call, ActionAdmission admission, CancellationToken cancellationToken);
}
