using System.Globalization;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>How a Java virtual machine is set up for a function of some size.</summary>
internal static class JavaMachine
{
    // What a machine needs beside its heap: classes, compiled code, threads.
    private const int LeastOtherMb = 64;

    /// <summary>Command-line options.</summary>
    /// <param name="memoryMb">Memory of the instance; its heap is a part of it, so that a full heap is told as such before the kernel ends the process.</param>
    public static string[] Options(int memoryMb) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"-Xmx{HeapMb(memoryMb)}m"),
        "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
        // The environment is replaced when the function is known (Variables.java).
        "--add-opens", "java.base/java.util=ALL-UNNAMED", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
        "-Dfile.encoding=UTF-8", "-Djava.io.tmpdir=/tmp",
    ];

    private static int HeapMb(int memoryMb) => Math.Max(memoryMb / 2, memoryMb - Math.Max(LeastOtherMb, memoryMb / 5));
}
