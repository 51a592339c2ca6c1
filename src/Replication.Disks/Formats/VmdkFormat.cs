using Replication.Core.Disks;
using Replication.Disks.Vmdk;

namespace Replication.Disks.Formats;

/// <summary>VMDK: a sparse extent or a text descriptor.</summary>
internal sealed class VmdkFormat : IDiskFormatReader
{
    public string Name => "vmdk";

    public bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => VmdkImage.LooksLikeVmdk(head);

    public ValueTask<IDiskView> OpenAsync(string path, CancellationToken cancellationToken) => VmdkImage.OpenAsync(path, cancellationToken);

    public ValueTask<IReadOnlyList<string>> FilesOfAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(VmdkImage.FilesOf(path));
    }
}
