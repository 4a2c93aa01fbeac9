using ScfAspire.TestKit.Folders;

namespace ScfAspire.AppHost.Tests.Composition;

/// <summary>The composition as one of its two hosts reads it: the same assertions whether the build uses Aspire or the local runner.</summary>
public sealed class CompositionTests(CompositionFixture composition) : IClassFixture<CompositionFixture>
{
    /// <summary>Each service, what it is given beyond what every service gets, and what it waits for.</summary>
    public static TheoryData<string, string[], string[]> Services => new()
    {
        {
            "api",
            [
                "SCF_HTTP_PORT", "SCF_GRPC_PORT", "SCF_GATEWAY_URL", "SCF_SECRET_ID", "SCF_SECRET_KEY", "SCF_MASTER_KEY_FILE", "SCF_STATUS_URLS", "SCF_RUNTIMES",
                "ConnectionStrings__scf", "services__scheduler__internal__0", "services__trigger__internal__0", "services__metering__internal__0",
            ],
            ["scf"]
        },
        { "scheduler", ["ConnectionStrings__redis", "services__api__internal__0"], ["redis"] },
        {
            "trigger",
            [
                "SCF_GATEWAY_PORT", "ConnectionStrings__scf",
                "services__api__internal__0", "services__scheduler__internal__0", "services__metering__internal__0",
            ],
            ["scf"]
        },
        { "metering", ["ConnectionStrings__scf"], ["scf"] },
        { "agent", ["SCF_LINK", "services__api__internal__0", "services__scheduler__internal__0", "services__metering__internal__0"], [] },
    };

    private static readonly string[] _common = ["SCF_INTERNAL_PORT", "SCF_STATUS_PORT", "SCF_INTERNAL_KEY_FILE", "SCF_PUBLIC_HOST", "SCF_DATA_DIR"];

    [Fact]
    public void It_is_two_data_servers_a_database_and_five_services() =>
        Assert.Equal(
            ["agent", "api", "metering", "postgres", "redis", "scf", "scheduler", "trigger"],
            composition.Resources.Keys.Where(name => !name.Contains('-')).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_given_what_it_needs_of_the_environment_contract_and_no_more(string service, string[] keys, string[] waitsFor)
    {
        _ = waitsFor;
        Assert.Equal(
            _common.Concat(keys).Order(StringComparer.Ordinal),
            composition.Resources[service].Environment.Where(IsOfTheContract).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_starts_after_its_store_and_is_ready_when_its_status_endpoint_says_so(string service, string[] keys, string[] waitsFor)
    {
        _ = keys;
        Assert.Equal(["status/healthz/ready"], composition.Resources[service].Health);
        Assert.Subset(composition.Resources[service].WaitsFor.ToHashSet(), waitsFor.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Internal_and_status_ports_are_for_the_host_to_choose(string service, string[] keys, string[] waitsFor)
    {
        _ = (keys, waitsFor);
        Assert.Null(composition.Resources[service].Ports["internal"]);
        Assert.Null(composition.Resources[service].Ports["status"]);
    }

    [Fact]
    public void Three_ports_are_public_and_set_by_their_variables()
    {
        var open = composition.Resources.Values
            .SelectMany(resource => resource.Ports.Where(port => port.Value is not null).Select(port => $"{resource.Name}/{port.Key}={port.Value}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                $"api/grpc={composition.GrpcPort}", $"api/http={composition.HttpPort}", $"trigger/gateway={composition.GatewayPort}",
            ],
            open);
    }

    [Fact]
    public async Task Configured_connection_strings_take_the_place_of_the_data_servers()
    {
        using var other = new TempFolder();

        var resources = await ComposedModel.ReadAsync(
            [
                .. composition.Arguments(other.FullName),
                "--ConnectionStrings:redis=redis.example:6379", "--ConnectionStrings:scf=Host=postgres.example;Database=scf;Username=scf",
            ],
            TestContext.Current.CancellationToken);

        Assert.DoesNotContain("postgres", resources.Keys);
        Assert.Empty(resources["redis"].Ports);
        Assert.Contains("ConnectionStrings__redis", resources["scheduler"].Environment);
        Assert.All(["api", "trigger", "metering"], service => Assert.Contains("ConnectionStrings__scf", resources[service].Environment));
    }

    /// <summary>A host adds keys of its own (telemetry, ASP.NET Core); these are ours.</summary>
    private static bool IsOfTheContract(string key) =>
        key.StartsWith("SCF_", StringComparison.Ordinal)
        || key.StartsWith("services__", StringComparison.Ordinal)
        || key.StartsWith("ConnectionStrings__", StringComparison.Ordinal);
}
