using System.Globalization;
using System.Text.Json.Nodes;
using Replication.Hypervisors.Qemu.Disks;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>
/// The arguments of qemu-system-x86_64 for a machine. Nothing comes from QEMU's defaults or from configuration files of the user. Disks and
/// devices are given as JSON, in which no character of a path means anything.
/// </summary>
internal static class CommandLine
{
    /// <summary>Each disk on virtio-blk is a PCI function, and a bus has 32. From here on all disks hang on one SCSI controller.</summary>
    private const int MostPciDisks = 20;

    private const long MiB = 1 << 20;

    /// <summary>The guest stands still until it is told to go: first everything that must survive a kill of the starter is on disk.</summary>
    public static IReadOnlyList<string> Build(GuestHardware hardware, RunFolder run, string sockets) =>
    [
        "-name", $"guest={QemuOption.Escape(hardware.Name)}",
        .. hardware.Uuid is { } uuid ? (string[])["-uuid", uuid.ToString()] : [],
        "-nodefaults", "-no-user-config", "-S", "-daemonize", "-pidfile", run.PidFile,
        .. Board(hardware),
        .. Channels(run, sockets),
        .. DiskArguments(hardware.Disks),
        .. NicArguments(hardware.Nics),
    ];

    /// <summary>BIOS guests get the older board, whose devices every old system knows; UEFI is at home on the newer one.</summary>
    private static IEnumerable<string> Board(GuestHardware hardware)
    {
        if (hardware.Uefi is var (code, variables))
        {
            yield return "-machine";
            yield return "q35,pflash0=firmware,pflash1=variables";
            yield return "-blockdev";
            yield return new JsonObject { ["driver"] = "file", ["filename"] = code, ["node-name"] = "firmware", ["read-only"] = true }.ToJsonString();
            yield return "-blockdev";
            yield return new JsonObject { ["driver"] = "file", ["filename"] = variables, ["node-name"] = "variables" }.ToJsonString();
        }
        else
        {
            yield return "-machine";
            yield return "pc";
        }

        foreach (string argument in (string[])[
            .. hardware.Kvm ? (string[])["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi", "-cpu", "max"],
            "-smp", hardware.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            "-m", string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, hardware.MemoryBytes / MiB)}M"),
            "-rtc", hardware.LocalClock ? "base=localtime" : "base=utc",
            "-device", "VGA", "-display", "none",
            // Guests wait for randomness early in their boot.
            "-object", "rng-random,id=random,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=random"])
            yield return argument;
    }

    private static IEnumerable<string> Channels(RunFolder run, string sockets)
    {
        foreach (string name in RunSockets.Monitors)
        {
            yield return "-chardev";
            yield return $"socket,id={name},path={QemuOption.Escape(Path.Combine(sockets, name))},server=on,wait=off";
            yield return "-mon";
            yield return $"chardev={name},mode=control";
        }

        yield return "-chardev";
        yield return $"socket,id={RunSockets.Agent},path={QemuOption.Escape(Path.Combine(sockets, RunSockets.Agent))},server=on,wait=off";
        yield return "-device";
        yield return "virtio-serial-pci";
        yield return "-device";
        yield return $"virtserialport,chardev={RunSockets.Agent},name=org.qemu.guest_agent.0";
        yield return "-chardev";
        yield return $"file,id=console,path={QemuOption.Escape(run.Console)}";
        yield return "-serial";
        yield return "chardev:console";
    }

    private static IEnumerable<string> DiskArguments(IReadOnlyList<GuestDisk> disks)
    {
        bool scsi = disks.Count > MostPciDisks;
        if (scsi)
        {
            yield return "-device";
            yield return "virtio-scsi-pci";
        }

        int next = disks.Any(disk => disk.Boot) ? 2 : 1;
        foreach (GuestDisk disk in disks)
        {
            foreach (JsonObject node in disk.Nodes())
            {
                yield return "-blockdev";
                yield return node.ToJsonString();
            }

            yield return "-device";
            yield return disk.Device(scsi, disk.Boot ? 1 : next++).ToJsonString();
        }
    }

    private static IEnumerable<string> NicArguments(IReadOnlyList<GuestNic> nics)
    {
        foreach (GuestNic nic in nics)
        {
            if (nic.Backend() is { } backend)
            {
                yield return "-netdev";
                yield return backend;
            }

            yield return "-device";
            yield return nic.Device().ToJsonString();
        }
    }
}
