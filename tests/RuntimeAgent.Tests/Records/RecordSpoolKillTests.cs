using System.Globalization;

namespace ScfAspire.RuntimeAgent.Tests.Records;

public sealed class RecordSpoolKillTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(3000)]
    public async Task A_process_killed_while_it_appends_loses_no_record_that_it_had_appended(int killAfter)
    {
        using var folder = new SpoolUnderTest();
        folder.Spool.Dispose();
        var appended = 0;
        using (var child = AppendingChild.Start(folder.Folder))
        {
            while (appended < killAfter && await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                appended = int.Parse(line, CultureInfo.InvariantCulture);
            child.Kill();
            var rest = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            // A last line without its end may be a number cut short.
            var lines = rest.Split('\n')[..^1];
            if (lines.Length > 0) appended = int.Parse(lines[^1], CultureInfo.InvariantCulture);
        }

        Assert.True(appended >= killAfter);
        using var next = new SpoolUnderTest(folder.Folder);
        var numbers = next.ShipAll();
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
        Assert.True(numbers.Count >= appended, $"{appended} were appended, {numbers.Count} came back");
    }
}
