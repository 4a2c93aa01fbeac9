namespace ScfAspire.Contracts.Link;

/// <summary>READY: a generic process is up.</summary>
public sealed record RuntimeReady(string Runtime, string Version, int Pid);
