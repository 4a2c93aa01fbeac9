namespace ScfAspire.Api.Functions;

/// <summary>Why a function is in a failure state.</summary>
public sealed record StatusReason(string ErrorCode, string ErrorMessage);
