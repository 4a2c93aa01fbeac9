namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>The languages that an agent can run.</summary>
internal enum RuntimeFamily
{
    Unknown,
    Node,
    Python,
    Php,
    Java,
    Go,
    Custom,
}
