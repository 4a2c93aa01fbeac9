namespace ScfAspire.Api.Permissions;

/// <summary>Something that a caller wants to do.</summary>
/// <param name="Subject">SecretId of the caller.</param>
/// <param name="Verb"><c>get</c>, <c>list</c>, <c>create</c>, <c>update</c>, <c>delete</c> or <c>invoke</c>.</param>
/// <param name="Resource"><c>namespaces</c>, <c>functions</c>, <c>versions</c>, <c>aliases</c>, <c>triggers</c>, <c>invocations</c> or <c>records</c>.</param>
/// <param name="Namespace">Empty for what lies in none, e.g. the list of namespaces.</param>
public sealed record Permission(string Subject, string Verb, string Resource, string Namespace);
