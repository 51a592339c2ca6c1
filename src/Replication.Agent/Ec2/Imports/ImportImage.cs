using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2.Imports;

/// <summary>
/// Makes a machine image of disk images in S3. VM Import also puts drivers into the guest; here the disks stay as they are,
/// because nothing here could boot them.
/// </summary>
internal static class ImportImage
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        QueryParameters parameters = call.Parameters;
        IReadOnlyList<QueryParameters> containers = parameters.Groups("DiskContainer");
        if (containers.Count == 0) throw Ec2Refusals.Missing("DiskContainer");
        if (containers.Count > ImportedDevices.Maximum)
            throw Ec2Refusals.InvalidValue("DiskContainer", $"{containers.Count}", $"A machine with more than {ImportedDevices.Maximum} volumes is not imported.");
        ImportTaskRecord task = ImportRequest.Read(call, ResourceKind.ImportImageTask) with
        {
            Disks = [.. containers.Select(container => ImportSource.Read(container, ImportImages.SnapshotFormats))],
            Platform = parameters.Choice("Platform", "Windows", "Linux"),
            LicenseType = parameters.Choice("LicenseType", "AWS", "BYOL"),
        };
        foreach (string device in task.Disks.Select(disk => disk.DeviceName).OfType<string>()) DeviceName.Check(device, "InvalidParameterValue");
        parameters.Choice("Hypervisor", "xen");
        task = task with { Image = Image(parameters, task) };
        call.Begin();
        return ImportTaskXml.OfImage(call, await ImportRequest.BeginAsync(call, call.Region.ImportImageTasks, task, cancellationToken));
    }

    private static ImageRecord Image(QueryParameters parameters, ImportTaskRecord task) => new()
    {
        Id = ResourceId.New(ResourceKind.Image.Prefix),
        AccountId = task.AccountId,
        CreateTime = task.CreateTime,
        Name = task.Id,
        Description = $"AWS-VMImport service: {task.Description}",
        Architecture = parameters.Choice("Architecture", "i386", "x86_64") ?? "x86_64",
        RootDevice = task.Disks[0].DeviceName ?? ImportedDevices.Root,
        VirtualizationType = "hvm",
        BootMode = parameters.Choice("BootMode", "legacy-bios", "uefi"),
    };
}
