namespace Replication.Agent.S3.Storage;

/// <summary>A part of a multipart upload.</summary>
internal sealed record PartRecord(int Number, string Body, long Length, string ETag, IReadOnlyDictionary<string, string> Checksums);
