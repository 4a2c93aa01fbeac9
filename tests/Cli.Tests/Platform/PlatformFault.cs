using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace ScfAspire.Cli.Tests.Platform;

/// <summary>Errors in the form of the platform.</summary>
internal static class PlatformFault
{
    public static RpcException Of(Code code, string reason, string message)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = "scf", Reason = reason }));
        return status.ToRpcException();
    }
}
