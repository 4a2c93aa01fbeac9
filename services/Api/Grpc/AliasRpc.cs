using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Api.Aliases;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.AliasService</c>.</summary>
public sealed class AliasRpc(IAliasService aliases) : AliasService.AliasServiceBase
{
    private const int PageSize = 100;
    private static readonly string[] Mutable = ["version", "description", "additional_version"];

    public override async Task<Alias> CreateAlias(CreateAliasRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Function(request.Parent, "parent");
        var alias = request.Alias ?? throw ErrorStatus.Invalid("alias", "is missing.");
        var made = await aliases.CreateAsync(
            new()
            {
                Namespace = parent.Namespace,
                FunctionName = parent.Function,
                Name = request.AliasId,
                Version = alias.Version,
                Routing = Routing(alias.AdditionalVersion),
                Description = alias.Description,
            },
            context.CancellationToken);
        return Message(parent, made);
    }

    public override async Task<Alias> GetAlias(GetAliasRequest request, ServerCallContext context)
    {
        var name = RequestNames.Child(request.Name, FunctionChildName.Aliases, "name");
        return Message(name.Function, await aliases.GetAsync(name.Function.Namespace, name.Function.Function, name.Id, context.CancellationToken));
    }

    public override async Task<ListAliasesResponse> ListAliases(ListAliasesRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Function(request.Parent, "parent");
        var listing = $"aliases\n{request.Parent}";
        var part = RequestPage.Read(request.PageSize, request.PageToken, PageSize, listing);
        var page = await aliases.ListAsync(parent.Namespace, parent.Function, null, part.Offset, part.Limit, context.CancellationToken);
        return new()
        {
            Aliases = { page.Items.Select(a => Message(parent, a)) },
            NextPageToken = part.Next(page.Items.Count, page.TotalCount, listing),
            TotalSize = (int)page.TotalCount,
        };
    }

    public override async Task<Alias> UpdateAlias(UpdateAliasRequest request, ServerCallContext context)
    {
        var alias = request.Alias ?? throw ErrorStatus.Invalid("alias", "is missing.");
        var name = RequestNames.Child(alias.Name, FunctionChildName.Aliases, "alias.name");
        var mask = RequestMask.Read(request.UpdateMask, alias, Mutable);
        // The control plane drops a routing that an update does not name; here what the mask does not name stays.
        var present = await aliases.GetAsync(name.Function.Namespace, name.Function.Function, name.Id, context.CancellationToken);
        if (mask.IsEmpty) return Message(name.Function, present);
        var updated = await aliases.UpdateAsync(
            new()
            {
                Namespace = name.Function.Namespace,
                FunctionName = name.Function.Function,
                Name = name.Id,
                Version = mask.Has("version") ? alias.Version : present.Version,
                Routing = mask.Has("additional_version") ? Routing(alias.AdditionalVersion) : present.Routing,
                Description = mask.Has("description") ? alias.Description : null,
            },
            context.CancellationToken);
        return Message(name.Function, updated);
    }

    public override async Task<Empty> DeleteAlias(DeleteAliasRequest request, ServerCallContext context)
    {
        var name = RequestNames.Child(request.Name, FunctionChildName.Aliases, "name");
        await aliases.DeleteAsync(name.Function.Namespace, name.Function.Function, name.Id, context.CancellationToken);
        return new();
    }

    private static AliasRouting Routing(AdditionalVersion? additional) => additional?.ChoiceCase switch
    {
        null => AliasRouting.None,
        AdditionalVersion.ChoiceOneofCase.Weight => new() { AdditionalVersion = additional.Version, Weight = additional.Weight },
        AdditionalVersion.ChoiceOneofCase.Rule => new()
        {
            AdditionalVersion = additional.Version,
            MatchKey = additional.Rule.Key,
            MatchMethod = additional.Rule.Method,
            MatchExpression = additional.Rule.Expression,
        },
        _ => throw ErrorStatus.Invalid("alias.additional_version", "needs a weight or a rule."),
    };

    private static Alias Message(FunctionName parent, AliasDetails details)
    {
        var alias = new Alias
        {
            Name = parent.Child(FunctionChildName.Aliases, details.Name).ToString(),
            Version = details.Version,
            Description = details.Description,
            CreateTime = Timestamp.FromDateTimeOffset(details.AddTime),
            UpdateTime = Timestamp.FromDateTimeOffset(details.ModTime),
        };
        if (details.Routing is { IsNone: false } routing)
        {
            alias.AdditionalVersion = new() { Version = routing.AdditionalVersion };
            if (routing.IsRule) alias.AdditionalVersion.Rule = new() { Key = routing.MatchKey, Method = routing.MatchMethod, Expression = routing.MatchExpression };
            else alias.AdditionalVersion.Weight = routing.Weight;
        }
        return alias;
    }
}
