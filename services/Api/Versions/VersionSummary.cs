using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Versions;

/// <summary>One row of a listing of versions.</summary>
public sealed record VersionSummary(string Version, string Description, FunctionStatus Status, DateTimeOffset AddTime, DateTimeOffset ModTime);
