using Replication.Core.Disks;
using Replication.Disks.Formats;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>The reader of the format itself, without the detection that would take what has no mark for raw.</summary>
internal static class VmdkFiles
{
    public static ValueTask<IDiskView> OpenAsync(string path) => new VmdkFormat().OpenAsync(path, CancellationToken.None);

    public static ValueTask<IReadOnlyList<string>> OfAsync(string path) => new VmdkFormat().FilesOfAsync(path, CancellationToken.None);

    public static bool LookLike(ReadOnlySpan<byte> head) => new VmdkFormat().Matches(head, []);

    public static ValueTask WriteAsync(string path, IDiskView source, CancellationToken cancellationToken = default) =>
        new DiskImages().CreateAsync(path, DiskFormat.VmdkStreamOptimized, source, null, cancellationToken);
}
