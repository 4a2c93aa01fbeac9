using Google.Protobuf.WellKnownTypes;
using ScfAspire.Api.Functions;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Functions;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>Functions as messages.</summary>
internal static class FunctionMessages
{
    public static FunctionState StateOf(FunctionStatus status) => status switch
    {
        FunctionStatus.Creating => FunctionState.Creating,
        FunctionStatus.CreateFailed => FunctionState.CreateFailed,
        FunctionStatus.Active => FunctionState.Active,
        FunctionStatus.Updating => FunctionState.Updating,
        FunctionStatus.UpdateFailed => FunctionState.UpdateFailed,
        FunctionStatus.Publishing => FunctionState.Publishing,
        FunctionStatus.PublishFailed => FunctionState.PublishFailed,
        FunctionStatus.Deleting => FunctionState.Deleting,
        FunctionStatus.DeleteFailed => FunctionState.DeleteFailed,
        _ => FunctionState.Unspecified,
    };

    public static bool IsPassing(FunctionStatus status) =>
        status is FunctionStatus.Creating or FunctionStatus.Updating or FunctionStatus.Publishing or FunctionStatus.Deleting;

    public static Function Of(FunctionSummary summary)
    {
        var configuration = summary.Configuration;
        return new()
        {
            Name = new FunctionName(summary.Namespace, summary.FunctionName).ToString(),
            Uid = summary.FunctionId,
            Description = configuration.Description,
            Type = summary.Kind == FunctionKind.Http ? FunctionType.Http : FunctionType.Event,
            Runtime = summary.Runtime,
            Handler = configuration.Handler,
            MemoryMb = configuration.MemorySize,
            Timeout = Seconds(configuration.Timeout),
            InitTimeout = Seconds(configuration.InitTimeout),
            InstanceConcurrency = configuration.InstanceConcurrency.Effective,
            PublicNetwork = configuration.PublicNet,
            Owner = summary.Owner == Core.Functions.FunctionOwner.Kubernetes ? V1.FunctionOwner.Kubernetes : V1.FunctionOwner.Api,
            State = StateOf(summary.Status),
            StateReasons = { summary.StatusReasons.Select(r => new StateReason { Code = r.ErrorCode, Message = r.ErrorMessage }) },
            CreateTime = Timestamp.FromDateTimeOffset(summary.AddTime),
            UpdateTime = Timestamp.FromDateTimeOffset(summary.ModTime),
        };
    }

    public static Function Of(FunctionDetails details)
    {
        var function = Of((FunctionSummary)details);
        foreach (var (key, value) in details.Environment) function.Environment[key] = value;
        function.CodeInfo = new() { Sha256 = details.CodeSha256, SizeBytes = details.CodeSize };
        function.AsyncConfig = new() { MaxRetries = details.AsyncInvoke.RetryNum, MessageTtl = Seconds(details.AsyncInvoke.MessageTtl) };
        return function;
    }

    private static Duration Seconds(int seconds) => new() { Seconds = seconds };
}
