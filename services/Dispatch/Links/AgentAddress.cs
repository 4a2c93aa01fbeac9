namespace ScfAspire.Dispatch.Links;

/// <summary>An agent and where its link is. An address that one pod had may be another's later.</summary>
/// <param name="AgentId">Who has to be there.</param>
/// <param name="Link"><c>unix:/path</c> or <c>tcp:host:port</c>.</param>
internal readonly record struct AgentAddress(string AgentId, string Link);
