using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

public sealed record FilterModel(string? Name, IReadOnlyList<string>? Values)
{
    /// <exception cref="ScfException">A filter without a name.</exception>
    public static IReadOnlyList<ListFilter> Read(IReadOnlyList<FilterModel>? filters) =>
        [.. (filters ?? []).Select(f => new ListFilter(f.Name ?? throw new ScfException(ScfErrorCode.InvalidFilters, "A filter has no Name."), f.Values ?? []))];
}
