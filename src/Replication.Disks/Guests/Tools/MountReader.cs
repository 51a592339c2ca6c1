using System.Diagnostics;
using System.Globalization;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>
/// Read-only mounts by this machine's kernel, for root on Linux. All of it happens in the private mount namespace of one
/// shell: the disks appear as files of nbdfuse, their partitions are mounted through loop devices, and this process reads
/// them through the shell's /proc/PID/root. Nobody else sees the mounts, and the namespace goes with all of them when the
/// shell's input ends, which it does even when this process is killed.
/// </summary>
internal sealed class MountReader : IVolumeReader
{
    private static readonly string[] Tools = ["unshare", "nbdfuse", "mount", "sh"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly InspectedDisks _disks;
    private readonly CommandShell _shell;
    private readonly List<IGuestVolume> _volumes = [];
    private readonly List<string> _unreadable = [];

    private MountReader(InspectedDisks disks, CommandShell shell)
    {
        _disks = disks;
        _shell = shell;
    }

    public string Name => "mount";

    public IReadOnlyList<IGuestVolume> Volumes => _volumes;

    public IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Why this way is closed here, or null.</summary>
    public static string? Obstacle()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return "read-only mounts need root on Linux";
        return Tools.FirstOrDefault(tool => ToolPath.Find(tool) is null) is { } missing ? $"{missing} is not installed" : null;
    }

    public static async ValueTask<MountReader> OpenAsync(InspectedDisks disks, TimeProvider time, CancellationToken cancellationToken)
    {
        var shell = new CommandShell(
            new ProcessStartInfo(ToolPath.Find("unshare")!, ["--mount", "--propagation", "private", "--", ToolPath.Find("sh")!])
            {
                WorkingDirectory = disks.Folder,
                Environment = { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["LC_ALL"] = "C" },
            },
            time);
        var reader = new MountReader(disks, shell);
        try
        {
            await reader.MountAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    private async ValueTask MountAsync(CancellationToken cancellationToken)
    {
        // At the end of the input: what is mounted on a disk's file first, then the process that serves the file, so that
        // nothing is left when the shell has ended.
        await RunAsync(
            "exec 2>&1; trap 'for v in v*; do [ -d $v ] && umount $v; done; for p in pid*; do [ -s $p ] && kill $(cat $p); done; wait' EXIT",
            cancellationToken);
        for (int index = 0; index < _disks.Disks.Count; index++)
        {
            var layout = _disks.Disks[index].Layout;
            string file = await AttachAsync(index, cancellationToken);
            if (layout.WholeDisk is { } whole) await TryMountAsync(file, index, null, whole, cancellationToken);
            foreach (var partition in layout.Partitions)
            {
                if (partition.FileSystem is { } found) await TryMountAsync(file, index, partition, found, cancellationToken);
            }
        }
    }

    private async ValueTask<string> AttachAsync(int index, CancellationToken cancellationToken)
    {
        string number = InspectedDisks.ExportName(index);
        var answer = await RunAsync(
            $"mkdir d{number}; nbdfuse -r -P pid{number} d{number}/disk '{_disks.Uri("nbd+unix", index)}' >fuse{number}.log 2>&1 </dev/null & "
            + $"n=0; while [ ! -s pid{number} ] && [ $n -lt 100 ] && kill -0 $!; do sleep 0.05; n=$((n+1)); done; "
            + $"[ -s pid{number} ] && echo attached || cat fuse{number}.log",
            cancellationToken);
        if (answer is not ["attached"])
        {
            throw new ReplicationException(GuestErrorIds.GuestToolFailed, "nbdfuse", $"A disk could not be attached: {string.Join(" ", answer)}");
        }

        return $"d{number}/disk";
    }

    private async ValueTask TryMountAsync(
        string file, int index, DiskPartition? partition, Core.Disks.FileSystemInfo fileSystem, CancellationToken cancellationToken)
    {
        var identity = _disks.Identify(index, partition, fileSystem);
        if (!MountOptions.HoldsFiles(fileSystem.Type))
        {
            if (fileSystem.Type is not ("swap" or "jbd")) _unreadable.Add($"{identity.Place}: {fileSystem.Type} is not opened by mounts");
            return;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"v{_volumes.Count}");
        var errors = new List<string>();
        foreach ((string driver, string options) in MountOptions.Of(fileSystem.Type))
        {
            string place = partition is null
                ? "loop"
                : string.Create(CultureInfo.InvariantCulture, $"loop,offset={partition.Extent.Offset},sizelimit={partition.Extent.Length}");
            var answer = await RunAsync(
                $"mkdir -p {name}; mount -t {driver} -o {options},{place} {file} {name} && echo mounted", cancellationToken);
            if (answer is [.., "mounted"])
            {
                string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{_shell.ProcessId}/root{_disks.Folder}/{name}");
                _volumes.Add(new MountedVolume(identity, folder));
                return;
            }

            errors.AddRange(answer.Where(line => line.Length > 0).Select(line => line.Trim()));
        }

        _unreadable.Add($"{identity.Place}: {fileSystem.Type}: {string.Join(" ", errors)}");
    }

    private ValueTask<IReadOnlyList<string>> RunAsync(string command, CancellationToken cancellationToken) =>
        _shell.RunAsync(command, Limit, cancellationToken);
}
