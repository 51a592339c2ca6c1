namespace Replication.Core.Sites.Remote;

/// <summary>What a server holds open; images and their disks are addressed by their places in the lists.</summary>
/// <param name="Images">One per machine that was captured, or one with the single disk.</param>
public sealed record SessionDocument(IReadOnlyList<SessionImage> Images);
