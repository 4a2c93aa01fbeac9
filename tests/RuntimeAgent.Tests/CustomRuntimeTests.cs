using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

public abstract class CustomRuntimeTests<TAgent>(TAgent agent) : IClassFixture<TAgent>
    where TAgent : AgentUnderTest
{
    // curl is not on every machine; bash speaks enough HTTP by itself.
    private const string Bootstrap = """
        #!/bin/bash
        echo "init of $_HANDLER"
        request() {
          exec 3<>/dev/tcp/$SCF_RUNTIME_API/$SCF_RUNTIME_API_PORT
          printf '%s %s HTTP/1.1\r\nHost: scf\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&3
          response=$(cat <&3)
          exec 3>&-
        }
        request POST /runtime/init/ready ' '
        while true; do
          request GET /runtime/invocation/next
          id=$(grep -i '^request_id:' <<<"$response" | tr -d '\r' | cut -d' ' -f2)
          event=$(sed '1,/^\r*$/d' <<<"$response")
          source=$(grep -i '^trigger_src:' <<<"$response" | tr -d '\r' | cut -d' ' -f2)
          echo "got $event"
          case $event in
            *fail*) request POST /runtime/invocation/error "went wrong" ;;
            *) request POST /runtime/invocation/response "hello $id from bash${source:+ by $source}" ;;
          esac
        done
        """;

    [Fact]
    public async Task A_bash_runtime_answers_events_one_after_the_other()
    {
        var id = await agent.StartedAsync(agent.Function("CustomRuntime", "index.main_handler", FunctionPackage.Zip(("+bootstrap", Bootstrap))));

        var first = agent.Link.Invoke(id, """{"n":1}""");
        var firstOutcome = await first.OutcomeAsync();
        var second = agent.Link.Invoke(id, """{"n":2}""", triggerSource: "Timer");
        var secondOutcome = await second.OutcomeAsync();

        Assert.Equal(200, firstOutcome.StatusCode);
        Assert.Equal($"hello {first.RequestId} from bash", first.Text);
        Assert.Contains("init of index.main_handler\n", firstOutcome.LogTail, StringComparison.Ordinal);
        Assert.Contains("got {\"n\":1}\n", firstOutcome.LogTail, StringComparison.Ordinal);
        Assert.Equal($"hello {second.RequestId} from bash by Timer", second.Text);
        Assert.Contains("got {\"n\":2}\n", secondOutcome.LogTail, StringComparison.Ordinal);
        Assert.DoesNotContain("init of", secondOutcome.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_a_bash_runtime_is_430()
    {
        var id = await agent.StartedAsync(agent.Function("CustomRuntime", "index.main_handler", FunctionPackage.Zip(("+bootstrap", Bootstrap))));
        var call = agent.Link.Invoke(id, "\"fail\"");
        var outcome = await call.OutcomeAsync();
        Assert.Equal(430, outcome.StatusCode);
        Assert.Equal("went wrong", outcome.ErrorMessage);
    }
}
