namespace Replication.Remote.Authentication;

/// <summary>A file of access keys.</summary>
internal sealed record KeyFileDocument(IReadOnlyList<KeyDocument>? Keys);
