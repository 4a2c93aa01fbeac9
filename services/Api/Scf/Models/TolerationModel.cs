using ScfAspire.Api.Namespaces;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>K8SToleration</c> of the SCF interface.</summary>
public sealed record TolerationModel(string? Key, string? Operator, string? Effect, string? Value, long? TolerationSeconds)
{
    public PodToleration ToToleration() => new(Key ?? "", Operator ?? "", Value ?? "", Effect ?? "", TolerationSeconds);

    public static TolerationModel Of(PodToleration toleration) => new(toleration.Key, toleration.Operator, toleration.Effect, toleration.Value, toleration.Seconds);
}
