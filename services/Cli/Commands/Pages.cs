using ScfAspire.Client;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary>Whole lists, page by page.</summary>
internal static class Pages
{
    private const int PageSize = 500;

    public static Task<List<Namespace>> NamespacesAsync(ScfClient client, CancellationToken cancellationToken) =>
        AllAsync(async token =>
        {
            var page = await client.Namespaces.ListNamespacesAsync(new() { PageSize = PageSize, PageToken = token }, cancellationToken: cancellationToken);
            return (page.Namespaces, page.NextPageToken);
        });

    public static Task<List<Function>> FunctionsAsync(ScfClient client, string parent, string filter, CancellationToken cancellationToken) =>
        AllAsync(async token =>
        {
            var page = await client.Functions.ListFunctionsAsync(
                new() { Parent = parent, PageSize = PageSize, PageToken = token, Filter = filter, OrderBy = "name" }, cancellationToken: cancellationToken);
            return (page.Functions, page.NextPageToken);
        });

    public static Task<List<V1.Version>> VersionsAsync(ScfClient client, string parent, CancellationToken cancellationToken) =>
        AllAsync(async token =>
        {
            var page = await client.Versions.ListVersionsAsync(new() { Parent = parent, PageSize = PageSize, PageToken = token }, cancellationToken: cancellationToken);
            return (page.Versions, page.NextPageToken);
        });

    public static Task<List<Alias>> AliasesAsync(ScfClient client, string parent, CancellationToken cancellationToken) =>
        AllAsync(async token =>
        {
            var page = await client.Aliases.ListAliasesAsync(new() { Parent = parent, PageSize = PageSize, PageToken = token }, cancellationToken: cancellationToken);
            return (page.Aliases, page.NextPageToken);
        });

    public static Task<List<Trigger>> TriggersAsync(ScfClient client, string parent, CancellationToken cancellationToken) =>
        AllAsync(async token =>
        {
            var page = await client.Triggers.ListTriggersAsync(new() { Parent = parent, PageSize = PageSize, PageToken = token }, cancellationToken: cancellationToken);
            return (page.Triggers, page.NextPageToken);
        });

    private static async Task<List<T>> AllAsync<T>(Func<string, Task<(Google.Protobuf.Collections.RepeatedField<T> Items, string Next)>> page)
    {
        var all = new List<T>();
        var token = "";
        do
        {
            (var items, token) = await page(token);
            all.AddRange(items);
        }
        while (token.Length > 0);
        return all;
    }
}
