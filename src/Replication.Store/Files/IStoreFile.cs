namespace Replication.Store.Files;

/// <summary>An open file. All calls are safe from several threads at once; offsets are explicit, there is no position.</summary>
internal interface IStoreFile : IDisposable
{
    string Path { get; }

    long Length { get; }

    /// <summary>Fills as much of the buffer as the file has from the offset on; a shorter count means its end.</summary>
    int Read(long offset, Span<byte> buffer);

    void Write(long offset, ReadOnlySpan<byte> data);

    void SetLength(long length);

    /// <summary>Content is on stable storage when this returns; says nothing about the directory entry.</summary>
    void Flush();

    /// <summary>Gives the space of a range back. False where the file system cannot.</summary>
    bool TryPunchHole(long offset, long length);

    /// <summary>Bytes of the file that occupy space.</summary>
    long AllocatedBytes();
}
