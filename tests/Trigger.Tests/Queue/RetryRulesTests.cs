using ScfAspire.Trigger.Queue;
using ScfAspire.Trigger.Queue.Retries;

namespace ScfAspire.Trigger.Tests.Queue;

public sealed class RetryRulesTests
{
    private static readonly DateTimeOffset Noon = QueueProcess.Noon;
    private static readonly RetryRules Rules = new(2, TimeSpan.FromHours(1));

    private static QueuedEvent Event(int failures) => new()
    {
        RequestId = Guid.CreateVersion7(),
        Function = new FunctionName("default", "hello"),
        Qualifier = "$LATEST",
        Payload = [],
        RoutingKey = "",
        InvokeType = "Event",
        TraceParent = "",
        EnqueuedAt = Noon,
        UserFailures = failures,
    };

    [Fact]
    public void Success_is_the_end() => Assert.IsType<Verdict.Done>(Rules.Judge(Event(0), 200, Noon));

    [Theory]
    [InlineData(430)]
    [InlineData(433)]
    [InlineData(434)]
    [InlineData(439)]
    [InlineData(437)]
    public void Errors_of_the_function_are_retried_a_minute_later_RetryNum_times(int code)
    {
        Assert.Equal(new Verdict.Again(Noon.AddMinutes(1), true), Rules.Judge(Event(0), code, Noon));
        Assert.Equal(new Verdict.Again(Noon.AddMinutes(1), true), Rules.Judge(Event(1), code, Noon));
        Assert.Equal(new Verdict.Dead("exhausted"), Rules.Judge(Event(2), code, Noon));
        Assert.Equal(new Verdict.Dead("exhausted"), (Rules with { RetryNum = 0 }).Judge(Event(0), code, Noon));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(432)]
    [InlineData(449)]
    public void Platform_errors_are_retried_until_the_event_expires(int code)
    {
        Assert.Equal(new Verdict.Again(Noon.AddMinutes(60), false), Rules.Judge(Event(99), code, Noon.AddMinutes(59)));
        Assert.Equal(new Verdict.Dead("expired"), Rules.Judge(Event(0), code, Noon.AddMinutes(59.5)));
    }

    [Theory]
    [InlineData(435)]
    [InlineData(442)]
    [InlineData(400)]
    [InlineData(441)]
    public void What_cannot_be_invoked_is_not_retried(int code) => Assert.Equal(new Verdict.Dead("rejected"), Rules.Judge(Event(0), code, Noon));

    [Fact]
    public void An_error_of_the_function_past_the_time_to_live_is_not_retried() =>
        Assert.Equal(new Verdict.Dead("expired"), Rules.Judge(Event(0), 430, Noon.AddHours(1)));
}
