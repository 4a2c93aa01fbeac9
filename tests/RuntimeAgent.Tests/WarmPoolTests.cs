using System.Text.Json;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Runtimes;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

public abstract class WarmPoolTests<TAgent>(TAgent agent) : IClassFixture<TAgent>
    where TAgent : AgentUnderTest
{
    [Fact]
    public async Task Without_a_ready_process_a_waiting_sandbox_becomes_one_and_is_followed_by_another()
    {
        await agent.Platform.Reports.FirstAsync(_ => true);
        var targets = new WarmTargets();
        targets.Targets[WarmSets.Program] = 1;
        await agent.Platform.Direct(new AgentDirective { WarmTargets = targets });
        await agent.Platform.Reports.FirstAsync(HasShell);

        var seen = new List<JsonElement>();
        foreach (var (runtime, file, code) in Functions)
        {
            var id = await agent.StartedAsync(agent.Function(runtime, "index.main_handler", FunctionPackage.Zip((file, code)), spec => spec.Environment["COLOUR"] = "green"));
            var call = agent.Link.Invoke(id, "{}");
            Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
            seen.Add(JsonDocument.Parse(call.Text).RootElement);
            var count = agent.Platform.Reports.Items.Count;
            await agent.StopAsync(id);
            await agent.Platform.Reports.FirstAsync(_ => agent.Platform.Reports.Items.Skip(count).Any(HasShell));
        }

        foreach (var answer in seen)
        {
            // A process that was started as itself has a pipe there.
            Assert.Equal("/dev/null", answer.GetProperty("input").GetString());
            Assert.Equal("green", answer.GetProperty("colour").GetString());
            Assert.Equal(1000, answer.GetProperty("user").GetInt32());
            var status = answer.GetProperty("status").GetString()!;
            Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
            Assert.Contains("CapBnd:\t0000000000000000", status, StringComparison.Ordinal);
            Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
            Assert.DoesNotContain(answer.GetProperty("programs").EnumerateArray(), program => program.GetString()!.StartsWith("/bin/sh", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_the_Scheduler_announces_is_fetched_before_anybody_calls_it()
    {
        await agent.Platform.Reports.FirstAsync(_ => true);
        var zip = FunctionPackage.Zip(("index.js", "exports.main_handler = async () => 'prepared';"));
        var spec = agent.Function("Nodejs20.19", "index.main_handler", zip);
        var next = agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", "exports.main_handler = async () => 'next';")));
        var prepare = new PrepareVersions();
        prepare.SpecIds.AddRange([spec.SpecId, next.SpecId]);
        await agent.Platform.Direct(new AgentDirective { PrepareVersions = prepare });
        // One after the other: when the second is asked for, the first is there.
        await agent.Platform.SpecsAsked.FirstAsync(specId => specId == next.SpecId);
        agent.Platform.Specs.TryRemove(spec.SpecId, out _);
        agent.Platform.Packages.TryRemove(spec.CodeSha256, out _);

        var (id, response) = await agent.StartAsync(spec);

        Assert.Equal(0, response.Started?.ColdStart.PullCodeUs);
        var call = agent.Link.Invoke(id, "{}");
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("\"prepared\"", call.Text);
    }

    private static readonly (string Runtime, string File, string Code)[] Functions =
    [
        ("Nodejs20.19", "index.js", """
            const fs = require('fs');
            exports.main_handler = async () => ({
              input: fs.readlinkSync('/proc/self/fd/0'), colour: process.env.COLOUR, user: process.getuid(), status: fs.readFileSync('/proc/self/status', 'utf8'),
              programs: fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
            });
            """),
        ("Python3.10", "index.py", """
            import os
            def main_handler(event, context):
                return {"input": os.readlink("/proc/self/fd/0"), "colour": os.environ["COLOUR"], "user": os.getuid(), "status": open("/proc/self/status").read(),
                        "programs": [open(f"/proc/{pid}/cmdline").read() for pid in os.listdir("/proc") if pid.isdigit()]}
            """),
    ];

    private static bool HasShell(AgentReport report) => report.Warm.Any(state => state is { Runtime: WarmSets.Program, Ready: > 0 });
}
