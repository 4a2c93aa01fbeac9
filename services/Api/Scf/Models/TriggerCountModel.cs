using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>TriggerCount</c> of the SCF interface: triggers that a function may have, by type. Those of type <c>http</c> are in the total alone.</summary>
public sealed record TriggerCountModel(
    int Cos, int Timer, int Cmq, int Total, int Ckafka, int Apigw, int Cls, int Clb, int Mps, int Cm, int Vod, int Eb)
{
    /// <summary>Of the types that are named here none is offered yet.</summary>
    public static readonly TriggerCountModel Limit = new(0, 0, 0, ScfLimits.TriggersPerType, 0, 0, 0, 0, 0, 0, 0, 0);
}
