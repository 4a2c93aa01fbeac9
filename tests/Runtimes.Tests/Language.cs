namespace ScfAspire.Runtimes.Tests;

/// <summary>How one language's bootstrap is started.</summary>
internal sealed record Language(string Interpreter, string Bootstrap, string Extension)
{
    public static readonly Language Node = new("node", "runtimes/node/bootstrap.js", ".js");

    public static readonly Language Python = new("/usr/bin/python3", "runtimes/python/bootstrap.py", ".py");

    public static readonly Language Php = new("/usr/bin/php", "runtimes/php/bootstrap.php", ".php");
}
