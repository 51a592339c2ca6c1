using Replication.Core.Disks;

namespace Replication.Disks.Formats;

/// <summary>One image format: how to tell it by content, and how to open it.</summary>
internal interface IDiskFormatReader
{
    string Name { get; }

    /// <param name="head">The first <see cref="DiskFormats.HeadSize"/> bytes of the file, fewer when it is shorter.</param>
    /// <param name="tail">The last <see cref="DiskFormats.TailSize"/> bytes of the file, fewer when it is shorter.</param>
    bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail);

    /// <summary>Opens the image with its whole parent chain.</summary>
    ValueTask<IDiskView> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>Every file that <see cref="OpenAsync"/> reads, the given one first.</summary>
    ValueTask<IReadOnlyList<string>> FilesOfAsync(string path, CancellationToken cancellationToken);
}
