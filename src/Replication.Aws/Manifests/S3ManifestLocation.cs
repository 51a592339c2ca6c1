using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Aws.Manifests;

/// <summary>Where manifests are: the objects of a bucket below a prefix, one object each.</summary>
public sealed record S3ManifestLocation
{
    /// <param name="bucket">Name of a general-purpose bucket.</param>
    /// <param name="prefix">Like a manifest's name, with or without a slash at its end; empty for the whole bucket.</param>
    /// <param name="expectedOwner">
    /// Account id. A bucket of that name in another account is refused: names of buckets are global, and one that was
    /// deleted can be taken by anybody.
    /// </param>
    public S3ManifestLocation(string bucket, string prefix = "", string? expectedOwner = null)
    {
        string trimmed = prefix.TrimEnd('/');
        if (trimmed.Length > 0 && !ManifestRules.IsName(trimmed))
            throw new ReplicationException("InvalidRequest", $"bucket {bucket}", $"'{prefix}' is no prefix.", "'/'-separated parts of [A-Za-z0-9._-].");
        Bucket = bucket;
        Prefix = trimmed.Length > 0 ? trimmed + "/" : "";
        ExpectedOwner = expectedOwner;
    }

    public string Bucket { get; }

    /// <summary>Empty, or with a slash at its end.</summary>
    public string Prefix { get; }

    public string? ExpectedOwner { get; }

    public string KeyOf(string name) => Prefix + name;

    /// <summary>Null for an object that is no manifest, such as the folder marks that consoles make.</summary>
    public string? NameOf(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length..] is var name && ManifestRules.IsName(name) ? name : null;

    public override string ToString() => $"s3://{Bucket}/{Prefix}";
}
