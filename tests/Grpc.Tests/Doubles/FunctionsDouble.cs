using System.Security.Cryptography;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Grpc;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Functions in memory; a written function stays in its passing state until its revision is settled.</summary>
public sealed class FunctionsDouble(TimeProvider time) : IFunctionService, IFunctionSettlement
{
    private readonly Dictionary<(string, string), FunctionDetails> _functions = [];
    private long _revision;

    /// <summary>What was asked for, in order.</summary>
    public List<string> Calls { get; } = [];

    public ScfException? Fault { get; set; }

    public Task<FunctionDetails> CreateAsync(CreateFunction request, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) throw fault;
        Calls.Add("create");
        if (request.Code?.Zip is not { } zip) throw new ScfException(ScfErrorCode.MissingParameterCode, "Code is required.");
        var details = new FunctionDetails
        {
            FunctionId = Guid.NewGuid().ToString("N"),
            Namespace = request.Namespace,
            FunctionName = request.FunctionName,
            Kind = request.Kind,
            Runtime = request.Runtime!,
            Status = FunctionStatus.Creating,
            Configuration = Apply(new(), request.Settings),
            AddTime = time.GetUtcNow(),
            ModTime = time.GetUtcNow(),
            Version = "$LATEST",
            Qualifier = "$LATEST",
            Generation = 1,
            Revision = ++_revision,
            Environment = request.Settings.Environment?.ToDictionary() ?? [],
            CodeSha256 = Convert.ToHexStringLower(SHA256.HashData(zip.Span)),
            CodeSize = zip.Length,
            AsyncInvoke = AsyncInvokeConfiguration.Default,
        };
        if (!_functions.TryAdd((request.Namespace, request.FunctionName), details)) throw new ScfException(ScfErrorCode.ResourceInUseFunction, "exists already");
        return Task.FromResult(details);
    }

    public Task<FunctionDetails> GetAsync(string @namespace, string function, string? qualifier, CancellationToken cancellationToken) =>
        _functions.TryGetValue((@namespace, function), out var found)
            ? Task.FromResult(found)
            : throw new ScfException(ScfErrorCode.ResourceNotFoundFunction, $"Function {function} is not found in namespace {@namespace}.");

    public Task<string> ReadEntryFileAsync(FunctionDetails function, CancellationToken cancellationToken) => Task.FromResult("");

    public Task<Page<FunctionSummary>> ListAsync(ListFunctions query, CancellationToken cancellationToken)
    {
        var all = _functions.Values.Where(f => f.Namespace == query.Namespace && f.FunctionName.Contains(query.SearchKey, StringComparison.Ordinal)).OrderBy(f => f.FunctionName, StringComparer.Ordinal).ToList();
        return Task.FromResult(new Page<FunctionSummary>([.. all.Skip(query.Offset).Take(query.Limit)], all.Count));
    }

    public async Task<FunctionDetails> UpdateCodeAsync(UpdateFunctionCode request, CancellationToken cancellationToken)
    {
        Calls.Add($"code handler={request.Settings?.Handler} memory={request.Settings?.MemorySize}");
        var found = await RequireActiveAsync(request.Namespace, request.FunctionName, cancellationToken);
        return Put(found with
        {
            CodeSha256 = Convert.ToHexStringLower(SHA256.HashData(request.Code!.Zip!.Value.Span)),
            Configuration = request.Settings is { } settings ? Apply(found.Configuration, settings) : found.Configuration,
        });
    }

    public async Task<FunctionDetails> UpdateConfigurationAsync(UpdateFunctionConfiguration request, CancellationToken cancellationToken)
    {
        Calls.Add("configuration");
        var found = await RequireActiveAsync(request.Namespace, request.FunctionName, cancellationToken);
        return Put(found with { Configuration = Apply(found.Configuration, request.Settings), Environment = request.Settings.Environment?.ToDictionary() ?? found.Environment });
    }

    public Task DeleteAsync(string @namespace, string function, CancellationToken cancellationToken) =>
        _functions.Remove((@namespace, function)) ? Task.CompletedTask : throw new ScfException(ScfErrorCode.ResourceNotFoundFunction, "is not found");

    public async Task<FunctionDetails> WaitAsync(string @namespace, string function, string? qualifier, CancellationToken cancellationToken)
    {
        await SettledAsync(_revision, cancellationToken);
        return await GetAsync(@namespace, function, qualifier, cancellationToken);
    }

    public Task<FunctionDetails> AdoptAsync(string @namespace, string function, CancellationToken cancellationToken) => GetAsync(@namespace, function, null, cancellationToken);

    public async Task UpdateAsyncInvokeAsync(string @namespace, string function, AsyncInvokeConfiguration configuration, CancellationToken cancellationToken)
    {
        var found = await GetAsync(@namespace, function, null, cancellationToken);
        _functions[(@namespace, function)] = found with { AsyncInvoke = configuration };
    }

    public Task SettledAsync(long revision, CancellationToken cancellationToken)
    {
        Calls.Add("settle");
        foreach (var (key, value) in _functions.ToList())
            if (value.Revision <= revision) _functions[key] = value with { Status = FunctionStatus.Active };
        return Task.CompletedTask;
    }

    private async Task<FunctionDetails> RequireActiveAsync(string @namespace, string function, CancellationToken cancellationToken)
    {
        var found = await GetAsync(@namespace, function, null, cancellationToken);
        return found.Status == FunctionStatus.Active ? found : throw new ScfException(ScfErrorCode.FailedFunctionStatus, $"The function is {found.Status}.");
    }

    private FunctionDetails Put(FunctionDetails details) =>
        _functions[(details.Namespace, details.FunctionName)] = details with { Status = FunctionStatus.Updating, Revision = ++_revision };

    private static FunctionConfiguration Apply(FunctionConfiguration present, FunctionSettings settings) => present with
    {
        Handler = settings.Handler ?? present.Handler,
        Description = settings.Description ?? present.Description,
        MemorySize = settings.MemorySize ?? present.MemorySize,
        Timeout = settings.Timeout ?? present.Timeout,
        InstanceConcurrency = settings.InstanceConcurrency ?? present.InstanceConcurrency,
        PublicNet = settings.PublicNet ?? present.PublicNet,
    };
}
