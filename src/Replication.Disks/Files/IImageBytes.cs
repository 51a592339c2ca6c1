using Replication.Core.Disks;

namespace Replication.Disks.Files;

/// <summary>The bytes of one image file, as stored or as they read after its log was replayed.</summary>
internal interface IImageBytes : IDisposable
{
    string Path { get; }

    long Length { get; }

    /// <summary>Fills the buffer; a range that is not completely inside the file is <c>ImageTruncated</c>.</summary>
    void Read(long position, Span<byte> buffer);

    /// <summary>Ranges that may hold something other than zeros: the holes of the file system left out.</summary>
    IEnumerable<Extent> Allocated(long position, long length);
}
