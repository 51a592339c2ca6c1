using System.Buffers;
using Replication.Aws.Snapshots.Digests;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Reading;

/// <summary>
/// Makes the digests of a snapshot again by reading it, where this workspace does not have them: after the loss of a
/// workspace, or for a snapshot that something else made. What is read must have the root hash that the tag says.
/// </summary>
internal sealed class FingerprintRebuilder(StoreParts parts) : IDisposable
{
    /// <summary>Reading one snapshot takes all the concurrency there is.</summary>
    private readonly SemaphoreSlim _one = new(1);

    public async Task EnsureAsync(SnapshotInfo info, CancellationToken cancellationToken)
    {
        if (Has(info)) return;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!Has(info)) await RebuildAsync(info, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private bool Has(SnapshotInfo info)
    {
        using DigestFile? known = parts.Fingerprints.TryOpen(info.Id, info.Length, info.Root);
        return known is not null;
    }

    /// <summary>Reads all of it, whatever is known already. Error: CorruptIndex.</summary>
    public async Task RebuildAsync(SnapshotInfo info, CancellationToken cancellationToken)
    {
        using FingerprintDraft draft = parts.Fingerprints.Draft(info.Id, info.Length);
        await using (var reader = new EbsSnapshotReader(parts, info, null, () => ValueTask.CompletedTask))
        {
            await Parallel.ForEachAsync(
                reader.ListBlocksAsync(0, cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = parts.Options.MaximumConcurrency, CancellationToken = cancellationToken },
                async (block, token) =>
                {
                    byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
                    try
                    {
                        BlockDigest digest = await reader.ReadBlockAsync(block.Index, buffer.AsMemory(0, BlockGeometry.BlockSize), token);
                        if (!digest.IsAbsent) draft.Set(block.Index, digest);
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(buffer);
                    }
                });
        }

        BlockDigest root = draft.Root();
        if (info.Root is { } known && known != root) throw EbsStoreErrors.CorruptIndex(info.Id, $"its blocks have the root hash {root}, and its tag says {known}.");
        parts.Fingerprints.Publish(info.Id, draft, root, info.StartTime);
    }
}
