using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Triggers;

/// <summary>From what a Trigger object asks for to what is sent to the platform.</summary>
internal static class TriggerPlan
{
    private const string Signed = "CAM";

    public static Trigger Wanted(TriggerObject.TriggerSpec spec) => new()
    {
        Qualifier = spec.Qualifier,
        Enabled = spec.Enabled,
        Description = spec.Description,
        Http = new() { AuthType = spec.Http.AuthType == Signed ? HttpAuthType.Cam : HttpAuthType.None },
    };

    public static bool IsSame(Trigger wanted, Trigger actual) =>
        wanted.Qualifier == actual.Qualifier && wanted.Enabled == actual.Enabled && wanted.Description == actual.Description && wanted.Http.AuthType == actual.Http?.AuthType;
}
