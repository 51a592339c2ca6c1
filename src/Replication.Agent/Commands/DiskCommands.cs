using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Disks;
using Replication.Runtime;

namespace Replication.Agent.Commands;

/// <summary>Looks at disk images; needs no workspace.</summary>
internal static class DiskCommands
{
    public static Command Build() => new Command("disk", "Disk images.").With(Info(), Map(), Convert());

    private static Argument<string> File() => new("file") { Description = "Disk image, or NBD URI." };

    private static Command Info()
    {
        Argument<string> file = File();
        return new Command("info", "Format, size, partitions and file systems.").With(file).DoesAlone(async (parsed, output, token) =>
        {
            string path = DiskPath.Full(parsed.GetValue(file)!);
            IDiskImages images = Tools.DiskImages;
            await using IDiskView disk = await images.OpenAsync(path, cancellationToken: token);
            DiskLayout layout = await images.ReadLayoutAsync(disk, token);
            IReadOnlyList<string> files = await images.FilesOfAsync(path, cancellationToken: token);
            foreach (string warning in layout.Warnings) output.Warning(warning);
            var info = new { Path = path, disk.Format, disk.Length, disk.LogicalSectorSize, Files = files, Layout = layout };
            output.Item(
                info, ("File", path), ("Format", disk.Format), ("Length", $"{disk.Length} bytes ({Units.Size(disk.Length)})"), ("Sectors", $"{disk.LogicalSectorSize} bytes"),
                ("Files", string.Join(", ", files)), ("Partitions", layout.Style.ToString()), ("Disk id", layout.DiskId ?? "-"), ("File system", Describe(layout.WholeDisk)));
            if (!output.IsJson && layout.Partitions.Count > 0)
            {
                output.List(
                    "partitions", layout.Partitions, ("Nr", partition => $"{partition.Number}"), ("Offset", partition => $"{partition.Extent.Offset}"),
                    ("Size", partition => Units.Size(partition.Extent.Length)), ("Type", partition => partition.Type), ("Name", partition => partition.Name ?? ""),
                    ("File system", partition => Describe(partition.FileSystem)), ("Boot", partition => partition.Bootable ? "yes" : ""));
            }

            return 0;
        });
    }

    private static Command Map()
    {
        Argument<string> file = File();
        return new Command("map", "Allocated extents.").With(file).DoesAlone(async (parsed, output, token) =>
        {
            await using IDiskView disk = await Tools.DiskImages.OpenAsync(DiskPath.Full(parsed.GetValue(file)!), cancellationToken: token);
            var extents = new List<Extent>();
            await foreach (Extent extent in disk.AllocatedExtentsAsync(0, disk.Length, token)) extents.Add(extent);
            output.List("allocated extents", extents, ("Offset", extent => $"{extent.Offset}"), ("Length", extent => $"{extent.Length}"));
            return 0;
        });
    }

    private static Command Convert()
    {
        Argument<string> file = File();
        var target = new Argument<string>("target") { Description = "New image." };
        var format = new Option<DiskFormat>("--format") { Description = "Raw, Vhdx or VmdkStreamOptimized." };
        return new Command("convert", "Write an image in another format.").With(file, target, format).DoesAlone(async (parsed, output, token) =>
        {
            IDiskImages images = Tools.DiskImages;
            await using IDiskView disk = await images.OpenAsync(DiskPath.Full(parsed.GetValue(file)!), cancellationToken: token);
            string path = DiskPath.Full(parsed.GetValue(target)!);
            if (!parsed.GetValue(GlobalOptions.Plan)) await images.CreateAsync(path, parsed.GetValue(format), disk, cancellationToken: token);
            output.Item(new { Path = path, Format = parsed.GetValue(format).ToString(), disk.Length }, ("Written", path), ("Length", $"{disk.Length} bytes"));
            return 0;
        });
    }

    private static string Describe(Core.Disks.FileSystemInfo? found) => found is null ? "-" : $"{found.Type} {found.Label} {found.Uuid}".TrimEnd();
}
