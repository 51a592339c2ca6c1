using Amazon.EC2;
using Microsoft.Extensions.Logging;
using Replication.Aws.Ec2;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots;
using Replication.Core.Rules.Slots;

namespace Replication.Aws.HotAdd;

/// <summary>What the parts of HotAdd share.</summary>
internal sealed class HotAddParts
{
    public HotAddParts(HotAddOptions options, EbsSnapshotStore store, IAmazonEC2 ec2, VolumeSlotLedger ledger, TimeProvider time, ILogger log, InstanceMetadata? metadata = null)
    {
        Options = options;
        Store = store;
        Ec2 = ec2;
        Time = time;
        Log = log;
        Waiter = new ResourceWaiter(time);
        Wait = new Ec2Waiters(ec2, Waiter);
        Lookup = new Ec2Lookup(ec2);
        Attachments = new VolumeAttachments(ec2, Waiter, Lookup);
        Nodes = new AccessNodes(ec2, Lookup, new InstanceTypeCatalog(ec2), options, metadata ?? new InstanceMetadata());
        Slots = new NodeSlots(Nodes, ledger);
        Paths = new NodeDevicePaths(options, time);
    }

    public HotAddOptions Options { get; }

    /// <summary>Completed snapshots are its own, whoever made them.</summary>
    public EbsSnapshotStore Store { get; }

    public StoreParts Snapshots => Store.Parts;

    public IAmazonEC2 Ec2 { get; }

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public ResourceWaiter Waiter { get; }

    public Ec2Waiters Wait { get; }

    public Ec2Lookup Lookup { get; }

    public VolumeAttachments Attachments { get; }

    public AccessNodes Nodes { get; }

    public NodeSlots Slots { get; }

    public NodeDevicePaths Paths { get; }
}
