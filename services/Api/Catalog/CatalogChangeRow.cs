namespace ScfAspire.Api.Catalog;

internal sealed class CatalogChangeRow
{
    public long Revision { get; init; }

    public string Namespace { get; init; } = "";

    public string Function { get; init; } = "";
}
