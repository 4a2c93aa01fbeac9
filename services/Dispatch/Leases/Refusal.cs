namespace ScfAspire.Dispatch.Leases;

/// <summary>Why no instance can be had.</summary>
/// <param name="StatusCode">Status code of the SCF interface.</param>
/// <param name="Message">For people.</param>
/// <param name="InitLog">What the function printed while it failed to start.</param>
/// <param name="ErrorJson">The runtime's error object, or empty.</param>
internal sealed record Refusal(int StatusCode, string Message, string InitLog = "", string ErrorJson = "");
