namespace ScfAspire.TestKit.Platforms;

/// <summary>An action of the SCF endpoint answered with an error.</summary>
public sealed class ScfCallException(string code, string message) : Exception($"{code}: {message}")
{
    public string Code { get; } = code;
}
