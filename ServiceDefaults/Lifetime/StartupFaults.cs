namespace ScfAspire.ServiceDefaults.Lifetime;

/// <summary>Turns what the installation got wrong into one line and an exit code; a defect of ours keeps its stack trace.</summary>
internal static class StartupFaults
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    private const int BadConfiguration = 78;

    private static int _armed;

    public static void Arm()
    {
        if (Interlocked.Exchange(ref _armed, 1) == 1) return;
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (Describe((Exception)unhandled.ExceptionObject) is not { } line) return;
            Console.Error.WriteLine($"{AppDomain.CurrentDomain.FriendlyName}: {line}");
            Environment.Exit(BadConfiguration);
        };
    }

    private static string? Describe(Exception exception) => exception switch
    {
        ConfigurationException => exception.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => exception.Message,
        AggregateException { InnerExceptions: [var inner] } => Describe(inner),
        _ => null,
    };
}
