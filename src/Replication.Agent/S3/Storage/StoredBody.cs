namespace Replication.Agent.S3.Storage;

/// <summary>Content that has arrived whole and been checked, and belongs to no object yet.</summary>
internal sealed record StoredBody(string Name, long Length, byte[] Md5, IReadOnlyDictionary<string, string> Checksums)
{
    public string ETag => Convert.ToHexStringLower(Md5);
}
