namespace ScfAspire.Api.Scf.Models;

public sealed record AsyncTriggerConfigModel(IReadOnlyList<RetryConfigModel>? RetryConfig, int? MsgTTL);
