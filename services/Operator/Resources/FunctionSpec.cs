using System.Text.Json.Serialization;

namespace ScfAspire.Operator.Resources;

/// <summary>What a Function object asks for. Defaults are the definition's.</summary>
public sealed record FunctionSpec
{
    public const string Web = "HTTP";

    public string? FunctionName { get; init; }

    public string Type { get; init; } = "Event";

    public string Runtime { get; init; } = "";

    public string Handler { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>MB.</summary>
    public int MemorySize { get; init; } = 128;

    /// <summary>Seconds.</summary>
    public int Timeout { get; init; } = 3;

    /// <summary>Seconds.</summary>
    public int InitTimeout { get; init; } = 65;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public int InstanceConcurrency { get; init; } = 1;

    public bool PublicNetwork { get; init; } = true;

    public AsyncSpec AsyncConfig { get; init; } = new();

    public CodeSpec? Code { get; init; }

    public string? Image { get; init; }

    public sealed record AsyncSpec
    {
        public int MaxRetries { get; init; } = 2;

        /// <summary>Seconds.</summary>
        [JsonPropertyName("messageTTL")]
        public int MessageTtl { get; init; } = 21_600;
    }

    public sealed record CodeSpec
    {
        public IReadOnlyDictionary<string, string>? Inline { get; init; }

        public NameReference? ConfigMapRef { get; init; }

        public PackageSpec? Package { get; init; }
    }

    public sealed record PackageSpec
    {
        public byte[]? ZipFile { get; init; }

        public KeyReference? ConfigMapRef { get; init; }
    }

    public sealed record KeyReference
    {
        public string Name { get; init; } = "";

        public string Key { get; init; } = "";
    }
}
