using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Agent.Server.EbsDirect;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Snapshots;

/// <summary>A snapshot as EC2 shows it: what the store has of it, and what EC2 keeps beside.</summary>
internal sealed record SnapshotView : IResource
{
    /// <summary>What EC2 names as the volume of a snapshot that no volume was made of.</summary>
    public const string NoVolume = "vol-ffffffff";

    public const string Completed = "completed";
    public const string Pending = "pending";
    public const string Error = "error";

    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required string VolumeId { get; init; }

    public required int SizeGiB { get; init; }

    public required string State { get; init; }

    public required string Description { get; init; }

    public string? ParentId { get; init; }

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public string? Failure { get; init; }

    public string Progress => State == Completed ? "100%" : "0%";

    /// <param name="info">Of the store; null when a failed capture has left nothing there.</param>
    /// <param name="record">Of EC2; null when only EBS direct knows the snapshot. One of both is there.</param>
    /// <param name="call">Who looks at it.</param>
    public static SnapshotView Of(SnapshotInfo? info, SnapshotRecord? record, Ec2Call call)
    {
        EbsSnapshotMetadata? metadata = info is null ? null : EbsSnapshotMetadata.Of(info);
        return new SnapshotView
        {
            Id = info?.Id ?? record!.Id,
            AccountId = record?.AccountId ?? metadata?.OwnerId ?? call.AccountId,
            CreateTime = record?.CreateTime ?? info!.StartTime,
            Tags = record?.Tags ?? EbsSnapshotMetadata.UserTags(info!).ToDictionary(StringComparer.Ordinal),
            VolumeId = record?.VolumeId ?? NoVolume,
            SizeGiB = record?.VolumeSizeGiB ?? (int)EbsSnapshotMetadata.VolumeSize(info!),
            State = StateOf(info, record, call.Now),
            Description = record?.Description ?? info!.Description,
            ParentId = info?.ParentId,
            Encrypted = record?.Encrypted ?? metadata?.IsEncrypted ?? false,
            KmsKeyId = record?.KmsKeyId ?? metadata?.KmsKeyArn,
            Failure = record?.Failure,
        };
    }

    /// <summary>As the answer to its creation shows a snapshot: pending, however fast it is.</summary>
    public static SnapshotView Started(SnapshotRecord record) => new()
    {
        Id = record.Id,
        AccountId = record.AccountId,
        CreateTime = record.CreateTime,
        Tags = record.Tags,
        VolumeId = record.VolumeId,
        SizeGiB = record.VolumeSizeGiB,
        State = Pending,
        Description = record.Description,
        Encrypted = record.Encrypted,
        KmsKeyId = record.KmsKeyId,
    };

    private static string StateOf(SnapshotInfo? info, SnapshotRecord? record, DateTimeOffset now) => info?.State switch
    {
        null or SnapshotState.Error => Error,
        _ when record?.Failure is not null => Error,
        SnapshotState.Completed when record?.CompletesAt is null || now >= record.CompletesAt => Completed,
        _ => Pending,
    };
}
