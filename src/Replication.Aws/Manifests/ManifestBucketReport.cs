namespace Replication.Aws.Manifests;

/// <summary>What was found or done about the bucket for manifests.</summary>
/// <param name="Created">False for a bucket that was there before; its settings are its owner's and stay as they are.</param>
/// <param name="Missing">Protections that it lacks or that this identity may neither set nor see, in words.</param>
public sealed record ManifestBucketReport(bool Created, IReadOnlyList<string> Missing);
