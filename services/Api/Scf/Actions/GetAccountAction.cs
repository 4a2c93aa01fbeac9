using ScfAspire.Api.Accounts;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;

namespace ScfAspire.Api.Scf.Actions;

public sealed class GetAccountAction(IAccountService accounts) : ScfAction<GetAccountAction.Request>
{
    protected override async Task<ScfResponse> RunAsync(Request request, ScfCall call, CancellationToken cancellationToken)
    {
        var usage = await accounts.UsageAsync(cancellationToken);
        return new Response { AccountUsage = UsageInfoModel.Of(usage), AccountLimit = LimitsInfoModel.Of(usage) };
    }

    public sealed record Request;

    public sealed class Response : ScfResponse
    {
        public required UsageInfoModel AccountUsage { get; init; }

        public required LimitsInfoModel AccountLimit { get; init; }
    }
}
