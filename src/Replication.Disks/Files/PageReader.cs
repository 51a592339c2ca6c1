namespace Replication.Disks.Files;

/// <summary>Fills the buffer with what stands at a position: <see cref="IImageBytes.Read"/>, or what is decompressed.</summary>
internal delegate void PageReader(long position, Span<byte> buffer);
