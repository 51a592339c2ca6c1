using Replication.Core.Snapshots;

namespace Replication.Core.Health;

/// <summary>How full the destination of a site is.</summary>
/// <param name="SiteName">Which.</param>
/// <param name="Sizes">Of its store; null where that does not measure itself.</param>
/// <param name="FreeBytes">What is free there; null where nobody knows.</param>
public sealed record StoreHealth(string SiteName, StoreSizes? Sizes, long? FreeBytes);
