namespace Replication.Disks.Overlays.Files;

/// <summary>An open file with explicit offsets; all calls are safe from several threads at once.</summary>
internal interface IOverlayFile : IDisposable
{
    long Length { get; }

    /// <summary>Fills as much of the buffer as the file has from the offset on; a shorter count means its end.</summary>
    int Read(long offset, Span<byte> buffer);

    void Write(long offset, ReadOnlySpan<byte> data);

    /// <summary>Content and length are on stable storage when this returns.</summary>
    void Flush();

    /// <summary>Gives the space of a range back where the file system can; its content is undefined afterwards.</summary>
    void Discard(long offset, long length);
}
