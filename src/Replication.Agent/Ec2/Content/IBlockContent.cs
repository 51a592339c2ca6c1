namespace Replication.Agent.Ec2.Content;

/// <summary>Something to make a snapshot of.</summary>
internal interface IBlockContent : IAsyncDisposable
{
    /// <summary>Blocks that may hold something other than zeros, ascending.</summary>
    IAsyncEnumerable<long> ListAsync(CancellationToken cancellationToken);

    /// <summary>Fills exactly one block's worth of bytes, zeros beyond the end. Safe for concurrent calls.</summary>
    ValueTask ReadAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken);
}
