namespace Replication.Disks.Vmdk;

/// <summary>Consecutive bytes of an extent in the same state.</summary>
internal readonly record struct ExtentRun(long Length, RunState State);
