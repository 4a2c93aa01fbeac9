namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>What runs in a generic process before it is given a function.</summary>
public enum SandboxKind
{
    /// <summary>The bootstrap of the Node runtimes.</summary>
    Node,

    /// <summary>The bootstrap of the Python runtimes.</summary>
    Python,

    /// <summary>The bootstrap of the PHP runtimes.</summary>
    Php,

    /// <summary>The bootstrap of the Java runtimes; its heap is of the function's size from the start.</summary>
    Java,

    /// <summary>A shell that waits to be told what to become: custom runtimes and web functions.</summary>
    Launcher,
}
