namespace ScfAspire.Api.Functions;

/// <summary>One page of a listing and the number of all items that match.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, long TotalCount);
