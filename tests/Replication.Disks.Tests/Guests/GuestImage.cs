using System.Globalization;
using System.Text;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>
/// Disk images with partitions, file systems and files, made by the system's own tools: through loop devices, in a mount
/// namespace that ends with the script, so that root is needed and nothing stays behind.
/// </summary>
internal sealed class GuestImage(TempFolder folder)
{
    public const string RootUuid = "11111111-2222-4333-8444-555555555555";
    public const string BootUuid = "99999999-2222-4333-8444-555555555555";

    private const int AlignmentMiB = 1;

    /// <summary>One partition: its length, what makes the file system (device appended), and the folder that is copied into it.</summary>
    public sealed record Part(int MiB, string Mkfs, string? Files = null);

    public string Make(string name, string label, params Part[] parts) =>
        Make(name, label, parts.Sum(part => part.MiB) + 2 * AlignmentMiB, parts);

    public string Make(string name, string label, long totalMiB, params Part[] parts)
    {
        Need(["unshare", "losetup", "parted", .. parts.Select(part => part.Mkfs.Split(' ')[0])]);
        string image = folder.File(name);
        using (var file = File.Create(image)) file.SetLength(totalMiB << 20);
        var table = new List<string> { "-s", image, "mklabel", label };
        var script = new StringBuilder("set -e; mkdir -p target\n");
        long start = AlignmentMiB;
        foreach (var part in parts)
        {
            table.AddRange(["mkpart", "primary", $"{start}MiB", $"{start + part.MiB}MiB"]);
            script.Append(CultureInfo.InvariantCulture, $"L=$(losetup -f --show -o {start << 20} --sizelimit {(long)part.MiB << 20} {image})\n");
            script.Append(CultureInfo.InvariantCulture, $"trap \"umount target 2>/dev/null; losetup -d $L\" EXIT\n");
            script.Append(CultureInfo.InvariantCulture, $"{part.Mkfs} $L >/dev/null\n");
            if (part.Files is not null)
            {
                // ntfs-3g keeps names of Windows; the others keep links and permissions too.
                string type = part.Mkfs.StartsWith("mkfs.ntfs", StringComparison.Ordinal) ? "-t ntfs-3g" : "";
                script.Append(CultureInfo.InvariantCulture, $"mount {type} $L target; cp -r --no-dereference {part.Files}/. target; umount target\n");
            }

            script.Append("losetup -d $L; trap - EXIT\n");
            start += part.MiB;
        }

        Tool.Run("parted", [.. table]);
        string path = folder.Write(name + ".sh", script.ToString());
        Tool.Run("unshare", "--mount", "sh", "-c", $"cd {folder.Path} && sh {path}");
        return image;
    }

    /// <summary>What every test with such images needs to run here.</summary>
    public static void Need(params string[] tools)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "images with files are made through loop devices, which need root on Linux");
        foreach (string tool in tools) Tool.Need(tool);
    }
}
