using System.Text.RegularExpressions;

namespace ScfAspire.Architecture.Tests;

/// <summary>The house rules that a look at the files can check.</summary>
public sealed partial class SourceRuleTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_file_has_more_than_four_hundred_lines() =>
        AssertNone(RepositoryFiles.Sources.Select(file => (file, Count: RepositoryFiles.Lines(file).Count())).Where(each => each.Count > LongestFile)
            .Select(each => $"{each.file}: {each.Count} lines"));

    [Fact]
    public void No_file_is_named_after_nothing() =>
        AssertNone(RepositoryFiles.Sources.Where(file => Vague().IsMatch(Path.GetFileNameWithoutExtension(file).Split('.')[0])));

    [Fact]
    public void Nothing_is_left_for_later() => AssertNone(Matches(LeftForLater(), _ => true));

    [Fact]
    public void No_exception_is_swallowed_without_a_word() => AssertNone(Matches(EmptyCatch(), _ => true));

    [Fact]
    public void No_thread_sleeps() => AssertNone(Matches(Sleeping(), _ => true));

    [Fact]
    public void Services_take_the_time_from_their_TimeProvider() => AssertNone(Matches(Clock(), file => file.StartsWith("services/", StringComparison.Ordinal)));

    [Fact]
    public void Namespaces_are_file_scoped() => AssertNone(Matches(BlockNamespace(), _ => true));

    [Fact]
    public void Service_programs_are_thin_wiring() =>
        AssertNone(RepositoryFiles.Sources.Where(file => Path.GetFileName(file) == "Program.cs" && file.StartsWith("services/", StringComparison.Ordinal))
            .Select(file => (file, Count: RepositoryFiles.Lines(file).Count())).Where(each => each.Count > 60).Select(each => $"{each.file}: {each.Count} lines"));

    /// <summary>Lines that match, in files other than this one.</summary>
    private static IEnumerable<string> Matches(Regex pattern, Func<string, bool> within) =>
        from file in RepositoryFiles.Sources
        where within(file) && !file.EndsWith($"/{nameof(SourceRuleTests)}.cs", StringComparison.Ordinal)
        from line in RepositoryFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    private static void AssertNone(IEnumerable<string> found)
    {
        var list = found.ToList();
        Assert.True(list.Count == 0, string.Join('\n', list));
    }

    [GeneratedRegex("(Utils?|Helpers?|Manager|Common|Misc)$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\bThread\.Sleep\(")]
    private static partial Regex Sleeping();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{?\s*$")]
    private static partial Regex BlockNamespace();
}
