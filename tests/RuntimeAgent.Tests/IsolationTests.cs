using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

/// <summary>What a function must not be able to do, tried by real functions.</summary>
public abstract class IsolationTests<TAgent>(TAgent agent) : IClassFixture<TAgent>
    where TAgent : AgentUnderTest
{
    private async Task<JsonElement> EvaluateAsync(string expression, bool publicNet = true, string payload = "{}")
    {
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", $$"""
            const fs = require('fs'), os = require('os'), net = require('net'), { execSync } = require('child_process');
            const attempt = (f) => { try { return f(); } catch (e) { return e.code ?? String(e); } };
            const dial = (host, port) => new Promise((resolve) => {
              const socket = net.connect({ host, port });
              socket.setTimeout(1500, () => { socket.destroy(); resolve('timeout'); });
              socket.on('connect', () => { socket.destroy(); resolve('connected'); });
              socket.on('error', (e) => resolve(e.code));
            });
            exports.main_handler = async (event) => ({{expression}});
            """)), spec => spec.PublicNet = publicNet));
        var call = agent.Link.Invoke(id, payload);
        var outcome = await call.OutcomeAsync();
        Assert.True(outcome.StatusCode == 200, outcome.ErrorMessage);
        await agent.StopAsync(id);
        return JsonDocument.Parse(call.Text).RootElement;
    }

    [Fact]
    public async Task It_sees_no_process_but_its_own()
    {
        var lines = await EvaluateAsync("fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map((pid) => attempt(() => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')))");
        Assert.InRange(lines.GetArrayLength(), 1, 3);
        Assert.DoesNotContain(lines.EnumerateArray(), line => line.GetString()!.Contains("dotnet", StringComparison.Ordinal) || line.GetString()!.Contains(agent.DataDir, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_nobody_without_any_capability()
    {
        var seen = await EvaluateAsync("({ uid: process.getuid(), status: fs.readFileSync('/proc/self/status', 'utf8'), limit: execSync('ulimit -n').toString().trim() })");
        Assert.Equal(1000, seen.GetProperty("uid").GetInt32());
        var status = seen.GetProperty("status").GetString()!;
        Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
        Assert.Contains("CapBnd:\t0000000000000000", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
        Assert.Equal("1024", seen.GetProperty("limit").GetString());
    }

    [Fact]
    public async Task It_sees_none_of_the_hosts_files_and_writes_to_tmp_alone()
    {
        var seen = await EvaluateAsync($$"""
            ({ root: attempt(() => fs.readdirSync('/root')), shadow: attempt(() => fs.readFileSync('/etc/shadow')), data: attempt(() => fs.readdirSync('{{agent.DataDir}}')),
               names: fs.readFileSync('/etc/passwd', 'utf8').split('\n').length,
               code: attempt(() => fs.writeFileSync('/var/user/x', '')), opt: attempt(() => fs.writeFileSync('/opt/x', '')), top: attempt(() => fs.writeFileSync('/x', '')), usr: attempt(() => fs.writeFileSync('/usr/x', '')),
               home: attempt(() => fs.writeFileSync('/home/qcloud/x', '')), tmp: attempt(() => fs.writeFileSync('/tmp/x', 'y')) ?? 'written' })
            """);
        Assert.Equal("ENOENT", seen.GetProperty("root").GetString());
        Assert.Equal("ENOENT", seen.GetProperty("shadow").GetString());
        Assert.Equal("ENOENT", seen.GetProperty("data").GetString());
        Assert.InRange(seen.GetProperty("names").GetInt32(), 2, 5);
        foreach (var place in new[] { "code", "opt", "top", "usr", "home" }) Assert.Contains(seen.GetProperty(place).GetString(), (string[])["EROFS", "EACCES"]);
        Assert.Equal("written", seen.GetProperty("tmp").GetString());
    }

    [Fact]
    public async Task It_finds_nothing_of_another_function()
    {
        var other = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", "exports.main_handler = () => 1;"), ("secret-of-other.txt", "s"))));
        var found = await EvaluateAsync("execSync('find / -xdev -name \"secret-of-other*\" 2>/dev/null; find /var /opt /tmp /run -name \"secret-of-other*\" 2>/dev/null || true').toString()");
        Assert.Equal("", found.GetString());
        await agent.StopAsync(other);
    }

    [Fact]
    public async Task It_cannot_reach_the_host_on_any_address()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var addresses = Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).Select(address => address.ToString())
            .Concat(System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(each => each.GetIPProperties().UnicastAddresses)
                .Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork).Select(address => address.Address.ToString()))
            .Where(address => !address.StartsWith("100.", StringComparison.Ordinal)).Distinct().ToArray();
        var seen = await EvaluateAsync($$"""
            (async () => {
              const route = fs.readFileSync('/proc/net/route', 'utf8').split('\n').map((line) => line.split('\t')).find((words) => words[1] === '00000000');
              const gateway = route[2].match(/../g).reverse().map((each) => parseInt(each, 16)).join('.');
              const hosts = [...event, gateway, "169.254.169.254"].map(String);
              return { gateway, results: (await Promise.all(hosts.map((host) => dial(host, {{port}})))).map((result, i) => `${hosts[i]} ${result}`) };
            })()
            """, payload: JsonSerializer.Serialize(addresses));
        Assert.StartsWith("100.", seen.GetProperty("gateway").GetString(), StringComparison.Ordinal);
        Assert.Equal(addresses.Length + 2, seen.GetProperty("results").GetArrayLength());
        Assert.All(seen.GetProperty("results").EnumerateArray(), result => Assert.DoesNotContain("connected", result.GetString(), StringComparison.Ordinal));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task It_reaches_the_outside_by_its_uplink()
    {
        await using var outside = await OutsideHost.StartAsync();
        var result = await EvaluateAsync($"dial('{OutsideHost.Address}', {outside.Port})");
        Assert.Equal("connected", result.GetString());
    }

    [Fact]
    public async Task Without_public_network_it_has_no_uplink()
    {
        var interfaces = await EvaluateAsync("Object.keys(os.networkInterfaces())", publicNet: false);
        Assert.Equal(["lo"], interfaces.EnumerateArray().Select(each => each.GetString()!));
    }

    [Fact]
    public async Task A_warm_process_loses_its_uplink_before_it_gets_such_a_function()
    {
        // Before the agent's first report there is no stream that a directive could go by.
        await agent.Platform.Reports.FirstAsync(_ => true);
        await agent.Platform.Direct(new Contracts.Internal.V1.AgentDirective
        {
            WarmTargets = new Contracts.Internal.V1.WarmTargets { Targets = { ["nodejs20.19"] = 1 } },
        });
        await agent.Platform.Reports.FirstAsync(report => report.Warm.Any(state => state.Runtime == "nodejs20.19" && state.Ready == 1));
        var interfaces = await EvaluateAsync("Object.keys(os.networkInterfaces())", publicNet: false);
        Assert.Equal(["lo"], interfaces.EnumerateArray().Select(each => each.GetString()!));
        await agent.Platform.Direct(new Contracts.Internal.V1.AgentDirective { WarmTargets = new Contracts.Internal.V1.WarmTargets() });
    }
}
