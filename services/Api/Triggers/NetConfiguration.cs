namespace ScfAspire.Api.Triggers;

/// <summary>Sides on which a function URL answers; field names are those of the wire.</summary>
public sealed record NetConfiguration
{
    public bool EnableIntranet { get; init; }

    public bool EnableExtranet { get; init; }
}
