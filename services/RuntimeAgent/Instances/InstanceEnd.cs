namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>Why an instance takes no more calls.</summary>
/// <param name="StatusCode">Status code of the SCF interface; 0 after a stop that was asked for.</param>
/// <param name="Message">For people.</param>
internal readonly record struct InstanceEnd(int StatusCode, string Message);
