namespace Replication.Core.Errors;

/// <summary>A disk image that cannot be read as what it claims to be: always a file, nearly always an offset.</summary>
public sealed class DiskImageException : ReplicationException
{
    public DiskImageException(string errorId, string path, long? offset, string found, string? needed = null, Exception? inner = null)
        : base(errorId, offset is null ? path : $"{path} at byte {offset}", found, needed, inner: inner)
    {
        Path = path;
        Offset = offset;
    }

    public string Path { get; }

    public long? Offset { get; }
}
