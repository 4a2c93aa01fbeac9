namespace ScfAspire.Cli;

/// <summary>How <c>scf</c> ends; scripts may rely on these.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>The function was run and failed, or did not become active.</summary>
    public const int FunctionFailed = 1;

    /// <summary>The command line, scf.yaml or a value is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The function, namespace, version, alias or trigger does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>No credential, a wrong one, or one that may not do this.</summary>
    public const int Authentication = 4;

    /// <summary>The platform cannot be reached or is overloaded.</summary>
    public const int Unavailable = 5;

    /// <summary>The platform refused: the name is taken, the state is wrong, a limit is reached.</summary>
    public const int Refused = 6;

    /// <summary>An error of the platform or of this program.</summary>
    public const int Internal = 70;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>The same as a table, for the help.</summary>
    public const string Table =
        """
        Exit codes:
          0  done                          4  not authenticated, or not permitted
          1  the function failed           5  the platform cannot be reached
          2  wrong usage, scf.yaml, value  6  refused: name taken, wrong state, limit
          3  no such function, ...       130  interrupted
        """;
}
