namespace ScfAspire.Core.Limits;

/// <summary>Every limit and default of the SCF interface, in one place. Sizes are bytes and times seconds unless the name says otherwise.</summary>
public static class ScfLimits
{
    public const int FunctionNameMin = 2;
    public const int FunctionNameMax = 60;
    public const int NamespaceNameMax = 30;

    /// <summary>Function name and namespace together.</summary>
    public const int QualifiedNameMax = 118;
    public const int AliasNameMax = 64;
    public const int TriggerNameMax = 100;
    public const int HandlerPartMin = 2;
    public const int HandlerPartMax = 60;
    public const int DescriptionMax = 1000;

    public const int MemoryMinMb = 64;
    public const int MemoryStepMb = 128;
    public const int MemoryMaxMb = 3072;
    public const int MemoryDefaultMb = 128;

    public const int TimeoutMin = 1;
    public const int TimeoutMax = 900;
    public const int TimeoutDefault = 3;
    public const int InitTimeoutMin = 3;
    public const int InitTimeoutMax = 300;
    public const int InitTimeoutDefault = 65;
    public const int DiskMb = 512;

    public const int InstanceConcurrencyMin = 1;
    public const int InstanceConcurrencyMax = 100;
    public const int WebSocketIdleMin = 1;
    public const int WebSocketIdleMax = 7200;
    public const int WebSocketIdleDefault = 15;

    /// <summary>All keys and values of a function's environment together.</summary>
    public const int EnvironmentBytes = 4 * 1024;

    public const long ZipBytes = 50L * 1024 * 1024;

    /// <summary>UpdateFunctionCode's top-level ZipFile.</summary>
    public const long UpdateZipBytes = 20L * 1024 * 1024;
    public const long UnpackedBytes = 500L * 1024 * 1024;
    public const int PackageEntries = 100_000;

    /// <summary>Unpacked to packed, where the unpacked size passes <see cref="PackageRatioFloorBytes"/>.</summary>
    public const int PackageRatio = 200;
    public const long PackageRatioFloorBytes = 32L * 1024 * 1024;

    /// <summary>Entry files above this size are not shown by ShowCode.</summary>
    public const int ShownCodeBytes = 1024 * 1024;

    public const int SyncEventBytes = 6 * 1024 * 1024;
    public const int AsyncEventBytes = 128 * 1024;
    public const int ResponseBytes = 6 * 1024 * 1024;
    public const int RoutingKeyBytes = 1024;
    public const int LogTailBytes = 4 * 1024;

    public const int AsyncRetryDefault = 2;
    public const int AsyncRetryMax = 2;
    public const int AsyncMessageTtlDefault = 21_600;
    public const int AsyncMessageTtlMin = 60;
    public const int AsyncMessageTtlMax = 21_600;

    /// <summary>Per type and function.</summary>
    public const int TriggersPerType = 10;
    public const int FiltersPerList = 10;
    public const int PageSizeDefault = 20;
    public const int PageSizeMax = 1000;

    /// <summary>Offset and limit of a log query together.</summary>
    public const int LogWindow = 10_000;

    /// <summary>Difference between a signature's time and the server's.</summary>
    public const int SignatureSkew = 300;
}
