using ScfAspire.Api.Store;
using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Functions;

/// <summary>A function joined with one of its versions.</summary>
internal sealed class FunctionVersionRow
{
    /// <summary>Columns of functions <c>f</c> and versions <c>v</c>.</summary>
    public const string Columns =
        """
        f.id, f.namespace, f.name, f.kind, f.runtime, f.retry_num, f.message_ttl, f.revision, f.owner,
        v.version, v.generation, v.status, v.status_reasons, v.configuration, v.environment, v.code_sha256, v.code_size, v.add_time, v.mod_time
        """;

    public string Id { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Runtime { get; init; } = "";

    public int RetryNum { get; init; }

    public int MessageTtl { get; init; }

    public long Revision { get; init; }

    public string Owner { get; init; } = "";

    public string Version { get; init; } = "";

    public int Generation { get; init; }

    public string Status { get; init; } = "";

    public string StatusReasons { get; init; } = "[]";

    public string Configuration { get; init; } = "";

    public byte[] Environment { get; init; } = [];

    public string CodeSha256 { get; init; } = "";

    public long CodeSize { get; init; }

    public DateTime AddTime { get; init; }

    public DateTime ModTime { get; init; }

    public FunctionStatus CurrentStatus => Enum.Parse<FunctionStatus>(Status);

    public FunctionDetails ToDetails(EnvironmentBox environments, string qualifier) => new()
    {
        FunctionId = Id,
        Namespace = Namespace,
        FunctionName = Name,
        Kind = FunctionKinds.Parse(Kind),
        Runtime = Runtime,
        Owner = Enum.Parse<FunctionOwner>(Owner),
        Status = CurrentStatus,
        StatusReasons = StoreJson.Read<IReadOnlyList<StatusReason>>(StatusReasons),
        Configuration = StoreJson.Read<FunctionConfiguration>(Configuration),
        AddTime = AddTime,
        ModTime = ModTime,
        Version = Version,
        Qualifier = qualifier,
        Generation = Generation,
        Revision = Revision,
        Environment = environments.Open(Environment, Id),
        CodeSha256 = CodeSha256,
        CodeSize = CodeSize,
        AsyncInvoke = new(RetryNum, MessageTtl),
    };

    public FunctionSummary ToSummary() => new()
    {
        FunctionId = Id,
        Namespace = Namespace,
        FunctionName = Name,
        Kind = FunctionKinds.Parse(Kind),
        Runtime = Runtime,
        Owner = Enum.Parse<FunctionOwner>(Owner),
        Status = CurrentStatus,
        StatusReasons = StoreJson.Read<IReadOnlyList<StatusReason>>(StatusReasons),
        Configuration = StoreJson.Read<FunctionConfiguration>(Configuration),
        AddTime = AddTime,
        ModTime = ModTime,
    };
}
