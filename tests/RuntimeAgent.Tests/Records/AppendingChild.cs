using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ScfAspire.RuntimeAgent.Tests.Records;

/// <summary>This test program once more, as a process that appends records until it is killed and writes the number of each that it has appended.</summary>
internal static class AppendingChild
{
    private const string FolderKey = "SCF_TEST_SPOOL_CHILD";

    [ModuleInitializer]
    internal static void RunIfChild()
    {
        if (Environment.GetEnvironmentVariable(FolderKey) is not { Length: > 0 } folder) return;
        using var test = new SpoolUnderTest(folder);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        for (var number = 1; ; number++)
        {
            if (!test.Spool.TryAppend(SpoolUnderTest.Encoded(number, number % 700), out _)) Environment.Exit(0);
            output.WriteLine(number);
        }
    }

    public static Process Start(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(AppendingChild).Assembly.Location);
        start.Environment[FolderKey] = folder;
        return Process.Start(start)!;
    }
}
