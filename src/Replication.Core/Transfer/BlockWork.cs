using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

internal enum BlockAction
{
    /// <summary>Read the source, compare, put when it differs.</summary>
    Read,

    /// <summary>The source holds zeros there; the destination may not.</summary>
    Zero,

    /// <summary>Change tracking says that the parent's content is still right.</summary>
    Keep,
}

/// <param name="Index">Block of the disk.</param>
/// <param name="Action">What has to be done.</param>
/// <param name="Present">
/// Digest of what the destination holds there now: put earlier into this snapshot, else the parent's. The default
/// value is zeros; null is "something, but its digest is not known".
/// </param>
/// <param name="WasPut">True when an earlier, interrupted run put this block into the pending snapshot already.</param>
internal readonly record struct BlockWork(long Index, BlockAction Action, BlockDigest? Present, bool WasPut);
