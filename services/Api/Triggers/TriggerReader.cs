using ScfAspire.Api.Installation;
using ScfAspire.Api.Store;

namespace ScfAspire.Api.Triggers;

/// <summary>Reads triggers and gives their descriptions the form that callers see.</summary>
public sealed class TriggerReader(ControlDatabase database, InstallationOptions installation)
{
    internal const string Columns = "function_id, type, name, qualifier, enabled, description, custom_argument, comment, add_time, mod_time";

    /// <summary>All triggers of one function, oldest first.</summary>
    public async Task<IReadOnlyList<TriggerDetails>> OfAsync(string functionId, string @namespace, string function, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<TriggerRow>($"SELECT {Columns} FROM control.trigger WHERE function_id = @functionId ORDER BY add_time, name", new { functionId }, cancellationToken);
        return [.. rows.Select(r => Details(r, @namespace, function))];
    }

    internal TriggerDetails Details(TriggerRow row, string @namespace, string function)
    {
        var url = $"{installation.GatewayUrl}/{@namespace}/{function}";
        return new()
        {
            FunctionId = row.FunctionId,
            Namespace = @namespace,
            FunctionName = function,
            TriggerName = row.Name,
            Type = row.Type,
            Qualifier = row.Qualifier,
            Enabled = row.Enabled,
            Description = HttpTriggerDescription.Read(row.Description).WriteWithUrls(url),
            Url = url,
            CustomArgument = row.CustomArgument,
            Comment = row.Comment,
            AddTime = row.AddTime,
            ModTime = row.ModTime,
        };
    }
}
