using Amazon.EBS;
using Amazon.EBS.Model;
using Replication.Aws.Snapshots.Calls;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Reading;

/// <summary>Reads single blocks and checks each against the service's checksum, and against ours where there is one.</summary>
internal sealed class BlockReader(StoreParts parts, SnapshotInfo snapshot, BlockTokens tokens)
{
    /// <summary>What was damaged on its way is right the next time; what is damaged at the service stays so.</summary>
    private const int Attempts = 3;

    /// <summary>A token may expire between listing and reading, hardly time after time.</summary>
    private const int TokenAttempts = 10;

    /// <returns>The digest of what was read, or the default value for a block that the snapshot does not have.</returns>
    public async ValueTask<BlockDigest> ReadAsync(
        long block, Memory<byte> destination, BlockDigest? expected, CancellationToken cancellationToken)
    {
        int refusedTokens = 0;
        int damaged = 0;
        while (true)
        {
            string? blockToken = await tokens.GetAsync(block, cancellationToken);
            if (blockToken is null) return default;
            try
            {
                BlockDigest digest = await parts.Calls.RunAsync(
                    "GetSnapshotBlock", snapshot.Id, token => GetAsync(block, blockToken, destination, token), parts.Gets,
                    SnapshotDirectory.MayAppear(parts, snapshot.StartTime), cancellationToken);
                if (expected is { } known && known != digest) throw EbsStoreErrors.CorruptBlock(snapshot.Id, block, $"SHA-256 is {digest}, and {known} was put.");
                return digest;
            }
            catch (SnapshotStoreException error) when (error.InnerException is { } cause && FailureClassifier.Classify(cause) == AwsFailure.TokenExpired)
            {
                if (++refusedTokens == TokenAttempts) throw;
                tokens.Refused(block, blockToken);
            }
            catch (SnapshotStoreException error) when (error.ErrorId == ErrorIds.CorruptBlock)
            {
                if (++damaged == Attempts) throw;
            }
        }
    }

    private async Task<BlockDigest> GetAsync(long block, string blockToken, Memory<byte> destination, CancellationToken cancellationToken)
    {
        using GetSnapshotBlockResponse answer = await parts.Ebs.GetSnapshotBlockAsync(
            new GetSnapshotBlockRequest { SnapshotId = snapshot.Id, BlockIndex = (int)block, BlockToken = blockToken }, cancellationToken);
        if (answer.BlockData is not { } data || answer.DataLength is { } length && length != BlockGeometry.BlockSize)
            throw EbsStoreErrors.CorruptBlock(snapshot.Id, block, $"the service announced {answer.DataLength} bytes instead of {BlockGeometry.BlockSize}.");
        await data.ReadExactlyAsync(destination, cancellationToken);
        BlockDigest digest = BlockDigest.Compute(destination.Span);
        if (answer.ChecksumAlgorithm is { } algorithm && algorithm != ChecksumAlgorithm.SHA256)
            throw EbsStoreErrors.CorruptBlock(snapshot.Id, block, $"the service gave a checksum of the unknown kind {algorithm}.");
        if (answer.Checksum is { } checksum && checksum != digest.ToBase64())
            throw EbsStoreErrors.CorruptBlock(snapshot.Id, block, $"SHA-256 is {digest.ToBase64()}, and the service says {checksum}.");
        return digest;
    }
}
