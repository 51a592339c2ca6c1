using Replication.Aws.Sites;
using Replication.Core.Disks;
using Replication.Core.Transfer;

namespace Replication.Aws.Imports;

/// <summary>Where images of a site go and how they look, where its groups say nothing else.</summary>
internal sealed record ImportOptions
{
    public const string DefaultPrefix = "imports";

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    /// <summary>Null: one of the site's own, "replication-import-account-region".</summary>
    public string? Bucket { get; init; }

    public string? Prefix { get; init; }

    public DiskFormat Format { get; init; } = DiskFormat.VmdkStreamOptimized;

    /// <summary>Role that VM Import reads the bucket with; null for the service's default, "vmimport".</summary>
    public string? RoleName { get; init; }

    public bool Encrypt { get; init; }

    public string? KmsKey { get; init; }

    /// <summary>Smallest part of an upload. The default keeps a slow line busy and costs little when it breaks.</summary>
    public int PartSize { get; init; } = 16 << 20;

    /// <summary>Parts on their way at once, at most. One connection to S3 reaches some 90 MB/s; more than these outrun what one disk is compressed at.</summary>
    public int Parallel { get; init; } = 8;

    public static ImportOptions Of(AwsSiteSettings settings, string accountId, string region) => new()
    {
        AccountId = accountId,
        Region = region,
        Bucket = settings.ImportBucket,
        Prefix = settings.ImportPrefix,
        RoleName = settings.ImportRole,
        Encrypt = settings.Encrypt,
        KmsKey = settings.KmsKey,
    };

    public string BucketOf(TransferSettings? settings) => settings?.ImportBucket ?? Bucket ?? $"replication-import-{AccountId}-{Region}";

    public string PrefixOf(TransferSettings? settings) => (settings?.ImportPrefix ?? Prefix ?? DefaultPrefix).Trim('/');

    public DiskFormat FormatOf(TransferSettings? settings) => settings?.ImageFormat ?? Format;
}
