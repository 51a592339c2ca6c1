using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Imports;

/// <summary>Makes a snapshot of a disk image in S3.</summary>
internal static class ImportSnapshot
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        if (!call.Parameters.HasGroup("DiskContainer")) throw Ec2Refusals.Missing("DiskContainer");
        ImportedDisk disk = ImportSource.Read(call.Parameters.Group("DiskContainer"), ImportImages.SnapshotFormats);
        ImportTaskRecord task = ImportRequest.Read(call, ResourceKind.ImportSnapshotTask) with { Disks = [disk] };
        call.Begin();
        return ImportTaskXml.OfSnapshot(call, await ImportRequest.BeginAsync(call, call.Region.ImportSnapshotTasks, task, cancellationToken));
    }
}
