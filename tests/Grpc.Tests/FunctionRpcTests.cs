using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Client;
using ScfAspire.Core.Errors;
using ScfAspire.Grpc.Tests.Host;
using ScfAspire.V1;

namespace ScfAspire.Grpc.Tests;

public sealed class FunctionRpcTests : IAsyncLifetime
{
    private const string Hello = "namespaces/default/functions/hello";
    private PublicApiHost _host = null!;
    private ScfClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PublicApiHost.StartAsync();
        _client = _host.Connect();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_created_function_is_read_back_and_becomes_active()
    {
        var created = await CreateAsync("hello");
        var settled = await _client.Functions.WaitFunctionAsync(new() { Name = Hello }, cancellationToken: TestContext.Current.CancellationToken);
        var found = await _client.Functions.GetFunctionAsync(new() { Name = Hello }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(FunctionState.Creating, created.State);
        Assert.Equal(FunctionState.Active, settled.State);
        Assert.Equal(("Nodejs20.19", "index.main_handler", 256, TimeSpan.FromSeconds(7), "bubblewrap"), (found.Runtime, found.Handler, found.MemoryMb, found.Timeout.ToTimeSpan(), found.Isolation));
        Assert.Equal("1", found.Environment["A"]);
        Assert.Equal(1, found.AsyncConfig.MaxRetries);
        Assert.Null(found.Code);
        Assert.Equal(64, found.CodeInfo.Sha256.Length);
    }

    [Fact]
    public async Task An_update_changes_what_the_mask_names_and_nothing_else()
    {
        await ActiveAsync("hello");

        var updated = await _client.Functions.UpdateFunctionAsync(
            new() { Function = new() { Name = Hello, MemoryMb = 512, Handler = "ignored.main", Description = "new" }, UpdateMask = new() { Paths = { "memory_mb", "description" } } },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((512, "index.main_handler", "new", 7), (updated.MemoryMb, updated.Handler, updated.Description, (int)updated.Timeout.Seconds));
        Assert.Equal("1", updated.Environment["A"]);
    }

    [Fact]
    public async Task Without_a_mask_the_fields_that_are_set_count()
    {
        await ActiveAsync("hello");
        var updated = await _client.Functions.UpdateFunctionAsync(
            new() { Function = new() { Name = Hello, MemoryMb = 1024 } }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1024, 7), (updated.MemoryMb, (int)updated.Timeout.Seconds));
    }

    [Fact]
    public async Task A_masked_field_that_is_not_set_takes_its_default()
    {
        await ActiveAsync("hello");
        var updated = await _client.Functions.UpdateFunctionAsync(
            new() { Function = new() { Name = Hello }, UpdateMask = new() { Paths = { "memory_mb", "environment" } } }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(128, updated.MemoryMb);
        Assert.Empty(updated.Environment);
    }

    [Fact]
    public async Task Code_and_settings_change_together()
    {
        await ActiveAsync("hello");
        _host.Functions.Calls.Clear();

        await _client.Functions.UpdateFunctionAsync(
            new()
            {
                Function = new() { Name = Hello, Handler = "new.main", MemoryMb = 512, Code = new() { ZipFile = ByteString.CopyFromUtf8("other") } },
                UpdateMask = new() { Paths = { "handler", "memory_mb", "code" } },
            },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["code handler=new.main memory=512"], _host.Functions.Calls);
    }

    [Theory]
    [InlineData("name", "functions/x")]
    [InlineData("name", "namespaces//functions/x")]
    [InlineData("name", "")]
    public async Task A_name_of_the_wrong_form_is_the_callers_error(string field, string name)
    {
        var refused = await Assert.ThrowsAsync<ScfApiException>(async () => await _client.Functions.GetFunctionAsync(new() { Name = name }, cancellationToken: TestContext.Current.CancellationToken));
        // Without a namespace in it the name belongs to no namespace, which only an administrator may ask about.
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(field, Assert.Single(refused.Violations).Field);
    }

    [Fact]
    public async Task A_wrong_mask_and_a_wrong_duration_name_their_field()
    {
        await ActiveAsync("hello");
        var mask = await Assert.ThrowsAsync<ScfApiException>(async () => await _client.Functions.UpdateFunctionAsync(
            new() { Function = new() { Name = Hello }, UpdateMask = new() { Paths = { "runtime" } } }, cancellationToken: TestContext.Current.CancellationToken));
        var duration = await Assert.ThrowsAsync<ScfApiException>(async () => await _client.Functions.UpdateFunctionAsync(
            new() { Function = new() { Name = Hello, Timeout = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1500)) } }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("update_mask", Assert.Single(mask.Violations).Field);
        Assert.Equal("function.timeout", Assert.Single(duration.Violations).Field);
    }

    [Theory]
    [InlineData(ScfErrorCode.ResourceNotFoundNamespace, StatusCode.NotFound)]
    [InlineData(ScfErrorCode.ResourceInUseFunction, StatusCode.AlreadyExists)]
    [InlineData(ScfErrorCode.InvalidMemorySize, StatusCode.InvalidArgument)]
    [InlineData(ScfErrorCode.MissingParameterCode, StatusCode.InvalidArgument)]
    [InlineData(ScfErrorCode.LimitExceededTimeout, StatusCode.InvalidArgument)]
    [InlineData(ScfErrorCode.LimitExceededTrigger, StatusCode.ResourceExhausted)]
    [InlineData(ScfErrorCode.FailedFunctionStatus, StatusCode.FailedPrecondition)]
    [InlineData(ScfErrorCode.UnsupportedOperation, StatusCode.FailedPrecondition)]
    [InlineData(ScfErrorCode.UnauthorizedCam, StatusCode.PermissionDenied)]
    [InlineData(ScfErrorCode.InternalErrorSystem, StatusCode.Internal)]
    public async Task Errors_carry_the_code_of_the_scf_interface(string code, StatusCode status)
    {
        _host.Functions.Fault = new ScfException(code, "because");
        var refused = await Assert.ThrowsAsync<ScfApiException>(() => CreateAsync("hello"));
        Assert.Equal((status, code, "because"), (refused.StatusCode, refused.Code, refused.Message));
    }

    [Fact]
    public async Task Another_service_that_is_away_makes_the_call_worth_another_try()
    {
        _host.Functions.Fault = new ScfException(ScfErrorCode.InternalErrorSystem, "queue", new RpcException(new(StatusCode.Unavailable, "down")));
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<ScfApiException>(() => CreateAsync("hello"))).StatusCode);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_a_token_is_good_for_its_own_listing_only()
    {
        foreach (var name in new[] { "aa", "bb", "cc" }) await CreateAsync(name);
        var request = new ListFunctionsRequest { Parent = "namespaces/default", PageSize = 2, OrderBy = "name" };

        var first = await _client.Functions.ListFunctionsAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        request.PageToken = first.NextPageToken;
        var second = await _client.Functions.ListFunctionsAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        request.Filter = "b";
        var refused = await Assert.ThrowsAsync<ScfApiException>(async () => await _client.Functions.ListFunctionsAsync(request, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(["namespaces/default/functions/aa", "namespaces/default/functions/bb"], first.Functions.Select(f => f.Name));
        Assert.Equal("namespaces/default/functions/cc", Assert.Single(second.Functions).Name);
        Assert.Equal((3, ""), (second.TotalSize, second.NextPageToken));
        Assert.Equal("page_token", Assert.Single(refused.Violations).Field);
    }

    private async Task ActiveAsync(string id)
    {
        await CreateAsync(id);
        await _client.Functions.WaitFunctionAsync(new() { Name = $"namespaces/default/functions/{id}" }, cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task<Function> CreateAsync(string id) => await _client.Functions.CreateFunctionAsync(
        new()
        {
            Parent = "namespaces/default",
            FunctionId = id,
            Function = new()
            {
                Runtime = "Nodejs20.19",
                Handler = "index.main_handler",
                MemoryMb = 256,
                Timeout = new() { Seconds = 7 },
                Environment = { ["A"] = "1" },
                AsyncConfig = new() { MaxRetries = 1 },
                Code = new() { ZipFile = ByteString.CopyFromUtf8("zip") },
            },
        },
        cancellationToken: TestContext.Current.CancellationToken);
}
