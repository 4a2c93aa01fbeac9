namespace ScfAspire.Metering.Blocks;

/// <summary>What ran: the names that all records of one block share. Compared by value; the same instance is the usual case, and cheap.</summary>
public sealed class RunTarget(string @namespace, string function, string functionId, string version, string qualifier) : IEquatable<RunTarget>
{
    private readonly int _hash = HashCode.Combine(@namespace, function, functionId, version, qualifier);

    public string Namespace => @namespace;

    public string Function => function;

    public string FunctionId => functionId;

    public string Version => version;

    public string Qualifier => qualifier;

    public bool Equals(RunTarget? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Namespace == other.Namespace && Function == other.Function
            && FunctionId == other.FunctionId && Version == other.Version && Qualifier == other.Qualifier);

    public override bool Equals(object? obj) => Equals(obj as RunTarget);

    public override int GetHashCode() => _hash;
}
