using Amazon.EC2;
using Amazon.S3;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.Snapshots;
using Replication.Core.Disks;

namespace Replication.Aws.Imports;

/// <summary>What the parts of Import share. The clients stay their giver's.</summary>
internal sealed class ImportParts(ImportOptions options, EbsSnapshotStore store, IAmazonEC2 ec2, Func<IAmazonS3> s3, IDiskImages images, TimeProvider time)
{
    public ImportOptions Options => options;

    /// <summary>Completed snapshots are its own, whoever made them.</summary>
    public EbsSnapshotStore Store => store;

    public StoreParts Snapshots => store.Parts;

    public IAmazonEC2 Ec2 => ec2;

    /// <summary>Made when it is first needed.</summary>
    public IAmazonS3 S3 => s3();

    public IDiskImages Images => images;

    public TimeProvider Time => time;

    public ResourceWaiter Waiter { get; } = new(time);

    public ImagePlaces Places { get; } = new(Path.Combine(store.Parts.Options.StateFolder, "import-places"));
}
