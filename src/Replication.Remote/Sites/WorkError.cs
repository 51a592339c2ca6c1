namespace Replication.Remote.Sites;

/// <summary>What kept long work from its end.</summary>
internal sealed record WorkError(string Code, string? Message);
