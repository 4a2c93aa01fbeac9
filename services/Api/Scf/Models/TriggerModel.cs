using ScfAspire.Api.Triggers;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>Trigger</c> and <c>TriggerInfo</c> of the SCF interface.</summary>
public sealed record TriggerModel
{
    public required string TriggerName { get; init; }

    public required string Type { get; init; }

    public required string TriggerDesc { get; init; }

    /// <summary>1 open, 0 closed.</summary>
    public required int Enable { get; init; }

    public required string Qualifier { get; init; }

    public required string CustomArgument { get; init; }

    public required string Description { get; init; }

    public required string AddTime { get; init; }

    public required string ModTime { get; init; }

    public required string ResourceId { get; init; }

    public string AvailableStatus { get; init; } = "Available";

    public string BindStatus { get; init; } = "on";

    public string TriggerAttribute { get; init; } = "single";

    public string BoundResources { get; init; } = "";

    public static TriggerModel Of(TriggerDetails trigger, ScfTime time, string region, string uin) => new()
    {
        TriggerName = trigger.TriggerName,
        Type = trigger.Type,
        TriggerDesc = trigger.Description,
        Enable = trigger.Enabled ? 1 : 0,
        Qualifier = trigger.Qualifier,
        CustomArgument = trigger.CustomArgument,
        Description = trigger.Comment,
        AddTime = time.Text(trigger.AddTime),
        ModTime = time.Text(trigger.ModTime),
        ResourceId = $"qcs::scf:{region}:uin/{uin}:function/{trigger.FunctionName}/{trigger.TriggerName}",
    };
}
