using Replication.Core.Snapshots;
using Replication.Store.Data;

namespace Replication.Store.Volumes;

/// <summary>What holds for the whole store; sealed JSON in <c>store.json</c>.</summary>
internal sealed record StoreHeader(int Format, string Id, int BlockSize, int GrainSize, int PageSize, string Compression, DateTimeOffset Created)
{
    /// <summary>Raised when an older release could misread what a newer one writes.</summary>
    public const int CurrentFormat = 1;

    public static StoreHeader Make(StoreOptions options) => new(
        CurrentFormat, $"store-{Guid.NewGuid():D}", BlockGeometry.BlockSize, BlockGeometry.GrainSize, StorePage.Size,
        options.Compression.ToString(), options.TimeProvider.GetUtcNow());

    /// <summary>Null when this release can work with the store, else what is different.</summary>
    public string? Misfit()
    {
        if (Format != CurrentFormat) return $"format {Format}";
        if (BlockSize != BlockGeometry.BlockSize || GrainSize != BlockGeometry.GrainSize || PageSize != StorePage.Size)
            return $"blocks of {BlockSize}, grains of {GrainSize} and pages of {PageSize} bytes";
        return Enum.TryParse<StoreCompression>(Compression, out _) ? null : $"compression '{Compression}'";
    }
}
