using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;

namespace Replication.Agent.Ec2.Volumes;

/// <summary>Decides what a requested volume becomes, by the rules of EBS. <paramref name="code"/> is what the action answers to a wrong size.</summary>
internal sealed class VolumePlanner(Ec2Call call, string code)
{
    private const string DefaultType = "gp2";

    public async Task<VolumePlan> PlanAsync(BlockDevice wanted, CancellationToken cancellationToken)
    {
        SnapshotView? snapshot = wanted.SnapshotId is null ? null : await call.Region.Snapshots.GetAsync(call, wanted.SnapshotId, cancellationToken);
        if (snapshot is not null && snapshot.State != SnapshotView.Completed)
            throw new Ec2Refusal("IncorrectState", $"Snapshot {snapshot.Id} is in the state '{snapshot.State}', not completed");
        string typeName = wanted.Type ?? DefaultType;
        if (!VolumeType.All.TryGetValue(typeName, out VolumeType? type))
            throw Ec2Refusals.InvalidValue("VolumeType", typeName, $"Needed: one of {string.Join(", ", VolumeType.All.Keys)}.");
        int size = Size(wanted, snapshot, typeName, type);
        var (encrypted, key) = Encryption(wanted, snapshot);
        return new VolumePlan(
            snapshot?.Id, size, typeName,
            Amount("Iops", wanted.Iops, typeName, type.MinimumIops, type.MaximumIops, type.DefaultIops),
            Amount("Throughput", wanted.Throughput, typeName, type.MinimumThroughput, type.MaximumThroughput, type.DefaultThroughput),
            encrypted, key);
    }

    private int Size(BlockDevice wanted, SnapshotView? snapshot, string typeName, VolumeType type)
    {
        int size = wanted.SizeGiB ?? snapshot?.SizeGiB ?? throw new Ec2Refusal("MissingParameter", "The request must contain the parameter size or snapshotId");
        if (snapshot is not null && size < snapshot.SizeGiB)
            throw new Ec2Refusal(code, $"Volume of size {size}GB is smaller than snapshot '{snapshot.Id}', expect size >= {snapshot.SizeGiB}GB");
        if (size >= type.MinimumGiB && size <= type.MaximumGiB) return size;
        throw new Ec2Refusal(code, $"Volume of {size}GiB is outside the range of {typeName}: {type.MinimumGiB} to {type.MaximumGiB} GiB");
    }

    private (bool Encrypted, string? Key) Encryption(BlockDevice wanted, SnapshotView? snapshot)
    {
        bool byNature = snapshot?.Encrypted == true || call.Region.Settings.Of(call.AccountId).EncryptionByDefault;
        if (wanted.Encrypted == false && snapshot?.Encrypted == true)
            throw Ec2Refusals.InvalidCombination($"Encrypted cannot be false: the snapshot {snapshot.Id} is encrypted.");
        bool encrypted = wanted.Encrypted == true || byNature;
        if (wanted.KmsKeyId is not null && !encrypted)
            throw new Ec2Refusal("InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.");
        return (encrypted, encrypted ? wanted.KmsKeyId ?? snapshot?.KmsKeyId ?? DefaultKey.Of(call) : null);
    }

    private static int? Amount(string parameter, int? wanted, string typeName, int? minimum, int? maximum, int? standard)
    {
        if (minimum is null)
        {
            return wanted is null ? null : throw Ec2Refusals.InvalidCombination($"The parameter {parameter} is not supported for {typeName} volumes.");
        }

        int amount = wanted ?? standard ?? throw Ec2Refusals.Missing(parameter);
        if (amount >= minimum && amount <= maximum) return amount;
        throw Ec2Refusals.InvalidValue(parameter, $"{amount}", $"Volumes of type {typeName} have {minimum} to {maximum}.");
    }
}
