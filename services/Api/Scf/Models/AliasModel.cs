using ScfAspire.Api.Aliases;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>Alias</c> of the SCF interface.</summary>
public sealed record AliasModel(string FunctionVersion, string Name, RoutingConfigModel RoutingConfig, string Description, string AddTime, string ModTime)
{
    public static AliasModel Of(AliasDetails alias, ScfTime time) =>
        new(alias.Version, alias.Name, RoutingConfigModel.Of(alias.Routing), alias.Description, time.Text(alias.AddTime), time.Text(alias.ModTime));
}
