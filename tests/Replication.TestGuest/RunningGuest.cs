using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Replication.TestGuest;

/// <summary>
/// A guest in a QEMU that the test starts itself, as somebody else's hypervisor would: emulated processor, serial console in a file, QMP and
/// guest agent on sockets, port 7000 of the guest on a port of loopback.
/// </summary>
public sealed class RunningGuest : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _recordPort;

    private RunningGuest(Process process, string console, string errors, int recordPort)
    {
        _process = process;
        _recordPort = recordPort;
        Console = new GuestConsole(console, () => process.HasExited ? $"QEMU has ended. {File.ReadAllText(errors)}" : null);
    }

    public GuestConsole Console { get; }

    public int ProcessId => _process.Id;

    /// <param name="folder">Takes the sockets (NAME.qmp, NAME.qga) and the console's log, and ends the guest when the test does not.</param>
    /// <param name="disks">Arguments of QEMU that attach the disks; see <see cref="PlainDisks"/>.</param>
    /// <param name="name">Of the guest within the folder; a few characters.</param>
    /// <param name="uefi">Starts with OVMF in place of SeaBIOS.</param>
    public static RunningGuest Start(GuestFolder folder, IEnumerable<string> disks, string name = "vm", bool uefi = false)
    {
        string console = folder.File(name + ".console");
        string qmp = folder.File(name + ".qmp");
        string agent = folder.File(name + ".qga");
        string errors = folder.File(name + ".err");
        foreach (string old in (string[])[console, qmp, agent]) File.Delete(old);
        int port = FreePort();
        string[] arguments =
        [
            "-accel", "tcg,thread=multi", "-machine", "q35", "-m", "256", "-smp", "1", "-display", "none", "-nodefaults", "-no-user-config", "-no-reboot",
            "-chardev", $"file,id=console,path={console}", "-serial", "chardev:console",
            "-qmp", $"unix:{qmp},server=on,wait=off",
            "-chardev", $"socket,id=qga,path={agent},server=on,wait=off", "-device", "virtio-serial-pci",
            "-device", "virtserialport,chardev=qga,name=org.qemu.guest_agent.0",
            "-netdev", string.Create(
                CultureInfo.InvariantCulture, $"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{port}-{GuestDisks.Address}:{GuestDisks.RecordPort}"),
            "-device", "virtio-net-pci,netdev=net,romfile=",
            .. uefi ? UefiFirmware(folder, name) : [],
            .. disks,
        ];
        var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec qemu-system-x86_64 \"$@\" 2>\"$0\"", errors, .. arguments]))!;
        folder.Own(process.Id);
        return new RunningGuest(process, console, errors, port);
    }

    /// <summary>Both disks on virtio-blk, their format nodes named "boot" and "data".</summary>
    public static IEnumerable<string> PlainDisks(GuestDisks disks) => [.. Disk("boot", disks.Boot), .. Disk("data", disks.Data)];

    /// <summary>Both disks on a SCSI controller, where the guest's kernel gives them other names: sda and sdb in place of vda and vdb.</summary>
    public static IEnumerable<string> ScsiDisks(GuestDisks disks) =>
    [
        "-device", "virtio-scsi-pci,id=scsi",
        .. Disk("boot", disks.Boot, "scsi-hd,bus=scsi.0,scsi-id=0"), .. Disk("data", disks.Data, "scsi-hd,bus=scsi.0,scsi-id=1"),
    ];

    /// <summary>Asks the guest over TCP for the number of its last record.</summary>
    public async Task<long> AskLastRecordAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _recordPort);
        using var reader = new StreamReader(client.GetStream());
        return long.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Returns when the guest has switched itself off.</summary>
    public Task WaitForEndAsync() => _process.WaitForExitAsync();

    /// <summary>The power cord: QEMU gets no chance to write anything.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string[] Disk(string name, string path, string device = "virtio-blk-pci") =>
    [
        "-blockdev", $"file,node-name={name}-file,filename={path}", "-blockdev", $"raw,node-name={name},file={name}-file",
        "-device", $"{device},id=disk-{name},drive={name}",
    ];

    private static string[] UefiFirmware(GuestFolder folder, string name)
    {
        const string code = "/usr/share/OVMF/OVMF_CODE_4M.fd";
        Assert.SkipUnless(File.Exists(code), "A guest cannot start with UEFI: package ovmf is not installed.");
        string variables = folder.File(name + ".vars");
        File.Copy("/usr/share/OVMF/OVMF_VARS_4M.fd", variables, overwrite: true);
        return ["-drive", $"if=pflash,format=raw,readonly=on,file={code}", "-drive", $"if=pflash,format=raw,file={variables}"];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
