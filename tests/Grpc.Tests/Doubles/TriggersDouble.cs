using ScfAspire.Api.Functions;
using ScfAspire.Api.Triggers;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Triggers of one function in memory.</summary>
public sealed class TriggersDouble(TimeProvider time) : ITriggerService
{
    private readonly Dictionary<string, TriggerDetails> _triggers = [];

    public Task<TriggerDetails> CreateAsync(WriteTrigger request, CancellationToken cancellationToken) => Task.FromResult(_triggers[request.TriggerName] = new()
    {
        FunctionId = "f",
        Namespace = request.Namespace,
        FunctionName = request.FunctionName,
        TriggerName = request.TriggerName,
        Type = request.Type,
        Qualifier = request.Qualifier ?? "$LATEST",
        Enabled = request.Enabled ?? true,
        Description = request.Description!,
        Url = $"http://gateway/{request.Namespace}/{request.FunctionName}",
        AddTime = time.GetUtcNow(),
        ModTime = time.GetUtcNow(),
    });

    public Task<Page<TriggerDetails>> ListAsync(ListTriggers query, CancellationToken cancellationToken)
    {
        var all = _triggers.Values.Where(t => query.Filters.All(f => f.Name == "TriggerName" && f.Values.Contains(t.TriggerName))).ToList();
        return Task.FromResult(new Page<TriggerDetails>([.. all.Skip(query.Offset).Take(query.Limit)], all.Count));
    }

    public Task<TriggerDetails> UpdateAsync(WriteTrigger request, CancellationToken cancellationToken)
    {
        var present = _triggers[request.TriggerName];
        return Task.FromResult(_triggers[request.TriggerName] = present with
        {
            Description = request.Description ?? present.Description,
            Enabled = request.Enabled ?? present.Enabled,
            Qualifier = request.Qualifier ?? present.Qualifier,
        });
    }

    public Task DeleteAsync(string @namespace, string function, string type, string name, CancellationToken cancellationToken)
    {
        _triggers.Remove(name);
        return Task.CompletedTask;
    }
}
