using System.Xml.Linq;
using Replication.Agent.Ec2.Content;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Snapshots;

/// <summary>Copies the bytes of a snapshot of this or another region; incremental to the newest ancestor that was copied before.</summary>
internal static class CopySnapshot
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        QueryParameters parameters = call.Parameters;
        string sourceRegion = parameters.Required("SourceRegion");
        string sourceId = parameters.RequiredId("SourceSnapshotId", ResourceKind.Snapshot);
        string? description = parameters.Text("Description");
        bool? encrypted = parameters.Flag("Encrypted");
        string? key = parameters.Text("KmsKeyId");
        TagSpecifications tags = TagSpecifications.Read(parameters, ResourceKind.Snapshot);

        // Clients sign a request to the source region into the URL; here both regions are this server and trust the same signature.
        parameters.Disregard("PresignedUrl", "DestinationRegion");
        call.Begin();

        Ec2Region source = call.Cloud.Find(sourceRegion) ?? throw Ec2Refusals.InvalidValue("SourceRegion", sourceRegion, "There is no such region here.");
        SnapshotView original = await source.Snapshots.GetAsync(call, sourceId, cancellationToken);
        if (original.State != SnapshotView.Completed) throw Ec2Refusals.WrongState(sourceId, original.State, "only a completed snapshot is copied.");
        bool isEncrypted = encrypted == true || original.Encrypted || call.Region.Settings.Of(call.AccountId).EncryptionByDefault;
        if (key is not null && !isEncrypted) throw new Ec2Refusal("InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.");

        var content = new SnapshotContent(await source.Store.OpenAsync(sourceId, cancellationToken));
        SnapshotCapture capture;
        try
        {
            using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
            string? parentId = await ParentAsync(call.Region, source, original, cancellationToken);
            capture = await SnapshotCapture.StartAsync(call.Region, Describe, content.Length, parentId, content, cancellationToken);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }

        _ = call.Region.Background.Start(capture.RunAsync);
        return [Ec2Xml.Value("snapshotId", capture.Record.Id), Ec2Xml.Tags(capture.Record.Tags)];

        SnapshotRecord Describe(string id) => new()
        {
            Id = id,
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags.For(ResourceKind.Snapshot),
            VolumeId = SnapshotView.NoVolume,
            VolumeSizeGiB = original.SizeGiB,
            Description = description ?? $"[Copied {sourceId} from {sourceRegion}]",
            Encrypted = isEncrypted,
            KmsKeyId = key ?? (isEncrypted ? original.KmsKeyId ?? DefaultKey.Of(call) : null),
            CopyOf = sourceId,
            CompletesAt = call.Now + call.Region.Options.SnapshotCompletion,
        };
    }

    private static async Task<string?> ParentAsync(Ec2Region region, Ec2Region source, SnapshotView original, CancellationToken cancellationToken)
    {
        for (string? ancestor = original.ParentId; ancestor is not null;)
        {
            foreach (SnapshotRecord record in region.SnapshotRecords.All.Where(record => record.CopyOf == ancestor))
            {
                if (await region.Snapshots.IsCompletedAsync(record.Id, cancellationToken)) return record.Id;
            }

            ancestor = (await source.Snapshots.DescribeAsync(ancestor, cancellationToken))?.ParentId;
        }

        return null;
    }
}
