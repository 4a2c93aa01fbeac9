using ScfAspire.ServiceDefaults.Metrics;

namespace ScfAspire.AppHost.Tests.Metrics;

public sealed class PrometheusMergeTests
{
    [Fact]
    public void Samples_of_one_metric_stand_together_under_one_description_with_their_service()
    {
        var merge = new PrometheusMerge();
        merge.Add("api", "# HELP calls Calls.\n# TYPE calls counter\ncalls{code=\"200\"} 3\n# TYPE memory gauge\nmemory 7\n# EOF\n");
        merge.Add("agent", "# TYPE memory gauge\nmemory{} 9 1700000000\n# HELP calls Calls.\n# TYPE calls counter\ncalls 1\n");

        Assert.Equal(
            """
            # HELP calls Calls.
            # TYPE calls counter
            calls{service="api",code="200"} 3
            calls{service="agent"} 1
            # TYPE memory gauge
            memory{service="api"} 7
            memory{service="agent"} 9 1700000000

            """,
            merge.ToString());
    }
}
