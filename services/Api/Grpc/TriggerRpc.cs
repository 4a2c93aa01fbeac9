using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Api.Triggers;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.TriggerService</c>.</summary>
public sealed class TriggerRpc(ITriggerService triggers) : TriggerService.TriggerServiceBase
{
    private const int PageSize = 100;
    private const string Http = "http";
    private const string Cam = "CAM";
    private const string AuthType = "AuthType";
    private static readonly string[] Mutable = ["qualifier", "enabled", "description", "http"];

    public override async Task<Trigger> CreateTrigger(CreateTriggerRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Function(request.Parent, "parent");
        var trigger = request.Trigger ?? throw ErrorStatus.Invalid("trigger", "is missing.");
        if (trigger.SourceCase != Trigger.SourceOneofCase.Http) throw ErrorStatus.Invalid("trigger", "needs a source, e.g. http.");
        var made = await triggers.CreateAsync(
            new()
            {
                Namespace = parent.Namespace,
                FunctionName = parent.Function,
                TriggerName = request.TriggerId,
                Type = Http,
                Description = Describe(trigger.Http, null),
                Qualifier = trigger.Qualifier.Length > 0 ? trigger.Qualifier : null,
                Enabled = trigger.HasEnabled ? trigger.Enabled : null,
                Comment = trigger.Description,
            },
            context.CancellationToken);
        return Message(made);
    }

    public override async Task<Trigger> GetTrigger(GetTriggerRequest request, ServerCallContext context) =>
        Message(await FindAsync(RequestNames.Child(request.Name, FunctionChildName.Triggers, "name"), context.CancellationToken));

    public override async Task<ListTriggersResponse> ListTriggers(ListTriggersRequest request, ServerCallContext context)
    {
        var parent = RequestNames.Function(request.Parent, "parent");
        var listing = $"triggers\n{request.Parent}";
        var part = RequestPage.Read(request.PageSize, request.PageToken, PageSize, listing);
        var page = await triggers.ListAsync(
            new() { Namespace = parent.Namespace, FunctionName = parent.Function, Offset = part.Offset, Limit = part.Limit, OrderBy = "add_time", Ascending = true },
            context.CancellationToken);
        return new()
        {
            Triggers = { page.Items.Select(Message) },
            NextPageToken = part.Next(page.Items.Count, page.TotalCount, listing),
            TotalSize = (int)page.TotalCount,
        };
    }

    public override async Task<Trigger> UpdateTrigger(UpdateTriggerRequest request, ServerCallContext context)
    {
        var trigger = request.Trigger ?? throw ErrorStatus.Invalid("trigger", "is missing.");
        var name = RequestNames.Child(trigger.Name, FunctionChildName.Triggers, "trigger.name");
        var mask = RequestMask.Read(request.UpdateMask, trigger, Mutable);
        var present = await FindAsync(name, context.CancellationToken);
        if (mask.IsEmpty) return Message(present);
        if (mask.Has("http") && (present.Type != Http || trigger.SourceCase != Trigger.SourceOneofCase.Http))
            throw ErrorStatus.Invalid("trigger.http", $"the type of a trigger cannot change: this one is of type {present.Type}.");
        var updated = await triggers.UpdateAsync(
            new()
            {
                Namespace = name.Function.Namespace,
                FunctionName = name.Function.Function,
                TriggerName = name.Id,
                Type = present.Type,
                Description = mask.Has("http") ? Describe(trigger.Http, present.Description) : null,
                Qualifier = mask.Has("qualifier") ? trigger.Qualifier : null,
                Enabled = mask.Has("enabled") ? !trigger.HasEnabled || trigger.Enabled : null,
                Comment = mask.Has("description") ? trigger.Description : null,
            },
            context.CancellationToken);
        return Message(updated);
    }

    public override async Task<Empty> DeleteTrigger(DeleteTriggerRequest request, ServerCallContext context)
    {
        var name = RequestNames.Child(request.Name, FunctionChildName.Triggers, "name");
        var present = await FindAsync(name, context.CancellationToken);
        await triggers.DeleteAsync(name.Function.Namespace, name.Function.Function, present.Type, name.Id, context.CancellationToken);
        return new();
    }

    private async Task<TriggerDetails> FindAsync(FunctionChildName name, CancellationToken cancellationToken)
    {
        var page = await triggers.ListAsync(
            new() { Namespace = name.Function.Namespace, FunctionName = name.Function.Function, Limit = 1, Filters = [new("TriggerName", [name.Id])] }, cancellationToken);
        return page.Items is [var found, ..] ? found : throw new ScfException(ScfErrorCode.ResourceNotFoundTrigger, $"{name.Function} has no trigger {name.Id}.");
    }

    /// <summary>The description in the form of the SCF interface; what this API does not know of stays as it is.</summary>
    private static string Describe(HttpTrigger http, string? present)
    {
        var description = present is { Length: > 0 } && JsonNode.Parse(present) is JsonObject known ? known : [];
        description[AuthType] = http.AuthType == HttpAuthType.Cam ? Cam : "NONE";
        return description.ToJsonString();
    }

    private static Trigger Message(TriggerDetails details)
    {
        var trigger = new Trigger
        {
            Name = new FunctionName(details.Namespace, details.FunctionName).Child(FunctionChildName.Triggers, details.TriggerName).ToString(),
            Type = details.Type,
            Qualifier = details.Qualifier,
            Enabled = details.Enabled,
            Description = details.Comment,
            CreateTime = Timestamp.FromDateTimeOffset(details.AddTime),
            UpdateTime = Timestamp.FromDateTimeOffset(details.ModTime),
        };
        if (details.Type == Http)
        {
            var auth = JsonNode.Parse(details.Description)?[AuthType]?.GetValue<string>();
            trigger.Http = new() { AuthType = auth == Cam ? HttpAuthType.Cam : HttpAuthType.None };
            if (details.Url.Length > 0) trigger.Http.Urls.Add(details.Url);
        }
        return trigger;
    }
}
