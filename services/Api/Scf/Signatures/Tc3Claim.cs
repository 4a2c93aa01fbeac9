using ScfAspire.Api.Credentials;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Api.Scf.Signatures;

/// <summary>A TC3 signature by a known key within its time, not yet compared.</summary>
public sealed record Tc3Claim(Credential Credential, Tc3Authorization Authorization, long Timestamp);
