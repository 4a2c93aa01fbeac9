using ScfAspire.Core.Packages;

namespace ScfAspire.Api.Packages;

/// <summary>A zip that may be stored.</summary>
public sealed record InspectedCode(ReadOnlyMemory<byte> Zip, PackageSummary Summary);
