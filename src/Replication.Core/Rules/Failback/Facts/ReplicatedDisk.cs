namespace Replication.Core.Rules.Failback.Facts;

/// <summary>A disk that replicates home, where the master target writes it.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Path">Where it was when the machine was reprotected ("[datastore1] web01/web01.vmdk").</param>
/// <param name="PathNow">Where it is now; null when that was not looked up.</param>
public sealed record ReplicatedDisk(string Name, string Path, string? PathNow);
