namespace Replication.Disks.Tests.Overlays;

/// <summary>The process is no more: nothing of the overlay may catch it.</summary>
internal sealed class OverlayEndException : Exception;
