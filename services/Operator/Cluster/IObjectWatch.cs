namespace ScfAspire.Operator.Cluster;

/// <summary>A watch of any kind.</summary>
public interface IObjectWatch
{
    /// <summary>Plural of the kind.</summary>
    string Plural { get; }

    /// <summary>Whether it has listed everything and is connected, or was so a moment ago.</summary>
    bool IsCurrent { get; }
}
