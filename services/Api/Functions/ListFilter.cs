namespace ScfAspire.Api.Functions;

/// <summary>One filter of a listing.</summary>
/// <param name="Name">Field name of the SCF interface.</param>
/// <param name="Values">Any of them matches.</param>
public sealed record ListFilter(string Name, IReadOnlyList<string> Values);
