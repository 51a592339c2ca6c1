using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Volumes;

/// <summary>Makes the content of a volume, outside the gate, and describes it. The volume exists once its record is put.</summary>
internal sealed class VolumeMaker(Ec2Call call)
{
    public async Task<VolumeRecord> MakeAsync(VolumePlan plan, string zone, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var volume = new VolumeRecord
        {
            Id = ResourceId.New(ResourceKind.Volume.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags,
            SizeGiB = plan.SizeGiB,
            Zone = zone,
            Type = plan.Type,
            Iops = plan.Iops,
            Throughput = plan.Throughput,
            Encrypted = plan.Encrypted,
            KmsKeyId = plan.KmsKeyId,
            SnapshotId = plan.SnapshotId,
            State = call.Region.Passing("creating", "available", call.Region.Options.VolumeCreation),
        };
        await using ISnapshotReader? content = plan.SnapshotId is null ? null : await call.Region.Store.OpenAsync(plan.SnapshotId, cancellationToken);
        await call.Region.Files.CreateAsync(volume.Id, volume.Length, content, cancellationToken);
        return volume;
    }
}
