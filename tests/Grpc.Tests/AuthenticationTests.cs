using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using ScfAspire.Api.Grpc;
using ScfAspire.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Grpc.Tests.Host;

namespace ScfAspire.Grpc.Tests;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private PublicApiHost _host = null!;

    public static TheoryData<string> ClosedMethods =>
        [.. PublicServices.Descriptors.SelectMany(s => s.Methods).Select(m => $"/{m.Service.FullName}/{m.Name}").Where(m => m != PublicServices.Exchange)];

    public async ValueTask InitializeAsync() => _host = await PublicApiHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(ClosedMethods))]
    public async Task Every_method_but_the_exchange_wants_a_token(string method)
    {
        foreach (var authorization in new string?[] { null, "Bearer nonsense", "Basic abc", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJBS0lEYWRtaW4ifQ." })
        {
            var refused = await CallAsync(_host.GrpcPort, method, authorization);
            Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
            Assert.NotEmpty(refused.Detail);
        }
    }

    [Fact]
    public async Task Health_and_reflection_are_open_and_show_no_internal_service()
    {
        using var channel = PublicApiHost.Channel(_host.GrpcPort);
        var health = await new Health.HealthClient(channel).CheckAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: TestContext.Current.CancellationToken);
        await reflection.RequestStream.WriteAsync(new() { ListServices = "" }, TestContext.Current.CancellationToken);
        Assert.True(await reflection.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var services = reflection.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name).ToList();
        await reflection.RequestStream.CompleteAsync();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Contains("scf.v1.FunctionService", services);
        Assert.DoesNotContain(services, s => s.StartsWith("scf.internal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Internal_services_are_reached_on_the_internal_port_alone()
    {
        using var inside = PublicApiHost.Channel(_host.InternalPort);
        using var outside = PublicApiHost.Channel(_host.GrpcPort);

        var answer = await new Records.RecordsClient(inside).ListRecordsAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new Records.RecordsClient(outside).ListRecordsAsync(new(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(42, answer.TotalCount);
        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }

    [Fact]
    public async Task Public_services_want_the_internal_key_on_the_internal_port_and_rest_is_not_on_the_grpc_port()
    {
        Assert.Equal(StatusCode.Unimplemented, (await CallAsync(_host.InternalPort, "/scf.v1.TokenService/Exchange", null)).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await CallAsync(_host.InternalPort, "/scf.v1.FunctionService/ListFunctions", null)).StatusCode);
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var rest = await http.GetAsync(new Uri($"http://127.0.0.1:{_host.GrpcPort}/v1/namespaces"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, rest.StatusCode);
    }

    [Fact]
    public async Task Rest_wants_a_token_too()
    {
        using var http = _host.Http();
        var answer = await http.GetAsync(new Uri("/v1/namespaces", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_viewer_may_look_and_not_touch_and_only_in_its_namespace()
    {
        using var viewer = _host.Connect("AKIDviewer");

        var list = await viewer.Functions.ListFunctionsAsync(new() { Parent = "namespaces/default" }, cancellationToken: TestContext.Current.CancellationToken);
        var delete = await Assert.ThrowsAsync<ScfApiException>(async () => await viewer.Functions.DeleteFunctionAsync(new() { Name = "namespaces/default/functions/hello" }, cancellationToken: TestContext.Current.CancellationToken));
        var elsewhere = await Assert.ThrowsAsync<ScfApiException>(async () => await viewer.Functions.ListFunctionsAsync(new() { Parent = "namespaces/other" }, cancellationToken: TestContext.Current.CancellationToken));
        var update = await Assert.ThrowsAsync<ScfApiException>(async () => await viewer.Functions.UpdateFunctionAsync(new() { Function = new() { Name = "namespaces/default/functions/hello" } }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Empty(list.Functions);
        Assert.All([delete, elsewhere, update], e => Assert.Equal(StatusCode.PermissionDenied, e.StatusCode));
        Assert.Contains("delete functions in the namespace default", delete.Message, StringComparison.Ordinal);
    }

    private static async Task<Status> CallAsync(int port, string method, string? authorization)
    {
        using var channel = PublicApiHost.Channel(port);
        var parts = method.Split('/');
        var descriptor = PublicServices.Descriptors.Single(s => s.FullName == parts[1]).FindMethodByName(parts[2]);
        var raw = new Method<byte[], byte[]>(
            descriptor.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, parts[1], parts[2], Marshallers.Create<byte[]>(b => b, b => b), Marshallers.Create<byte[]>(b => b, b => b));
        var options = new CallOptions(authorization is null ? null : new Metadata { { "authorization", authorization } }, cancellationToken: TestContext.Current.CancellationToken);
        var invoker = channel.CreateCallInvoker();
        try
        {
            if (descriptor.IsServerStreaming)
            {
                using var call = invoker.AsyncServerStreamingCall(raw, null, options, []);
                await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            }
            else
            {
                await invoker.AsyncUnaryCall(raw, null, options, []);
            }
            return Status.DefaultSuccess;
        }
        catch (RpcException refused)
        {
            return refused.Status;
        }
    }
}
