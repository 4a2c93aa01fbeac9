namespace ScfAspire.Core.Runtimes;

/// <summary>Runtimes of one family share the form of their handlers.</summary>
public enum RuntimeFamily
{
    Python,
    Nodejs,
    Php,
    Java,
    Go,
    Custom,
}
