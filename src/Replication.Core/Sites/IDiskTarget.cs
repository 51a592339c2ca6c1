using Replication.Core.Disks;

namespace Replication.Core.Sites;

/// <summary>
/// A disk that is being made equal to another content: read what it holds, write where it differs. Nothing is
/// promised to be durable before <see cref="CommitAsync"/> returned.
/// </summary>
public interface IDiskTarget : IAsyncDisposable
{
    /// <summary>Content before the first write, at the target's length (zeros where it was shorter).</summary>
    IDiskView Current { get; }

    /// <summary>True when blocks are written into the existing image; false when a new image replaces it on commit.</summary>
    bool InPlace { get; }

    ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Makes everything written durable.</summary>
    Task CommitAsync(CancellationToken cancellationToken = default);
}
