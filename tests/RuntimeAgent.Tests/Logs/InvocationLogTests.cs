using Microsoft.Extensions.Time.Testing;
using ScfAspire.RuntimeAgent.Logs;

namespace ScfAspire.RuntimeAgent.Tests.Logs;

public sealed class InvocationLogTests
{
    [Fact]
    public void A_run_that_prints_nothing_has_an_empty_log()
    {
        var log = new InvocationLog(new FakeTimeProvider());
        Assert.Equal("", log.EndInit());
        Assert.Equal("", log.Close());
    }

    [Fact]
    public void What_was_printed_while_loading_is_kept_apart_and_lines_are_ended()
    {
        var log = new InvocationLog(new FakeTimeProvider());
        log.AppendUser("load");
        log.AppendUser("ing");
        Assert.Equal("loading\n", log.EndInit());
        log.AppendUser("one\ntwo");
        Assert.Equal("one\ntwo\n", log.Close());
        log.AppendUser("late\n");
        Assert.Equal("one\ntwo\n", log.Close());
    }

    [Fact]
    public void A_line_over_its_limit_is_cut_and_the_next_is_whole()
    {
        var log = new InvocationLog(new FakeTimeProvider());
        log.AppendUser(new string('a', LogLimits.LineBytes + 10) + "\nnext\n");
        Assert.Equal(new string('a', LogLimits.LineBytes) + "\nnext\n", log.Close());
    }

    [Fact]
    public void Lines_over_those_of_a_window_are_dropped_until_it_is_over()
    {
        var time = new FakeTimeProvider();
        var log = new InvocationLog(time);
        for (var line = 0; line < LogLimits.LinesPerWindow + 5; line++) log.AppendUser("x\n");
        time.Advance(LogLimits.Window);
        log.AppendUser("after\n");
        var lines = log.Close().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(LogLimits.LinesPerWindow + 1, lines.Length);
        Assert.Equal("after", lines[^1]);
    }
}
