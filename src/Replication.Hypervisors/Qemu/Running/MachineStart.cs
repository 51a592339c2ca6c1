using System.Globalization;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Disks;
using Replication.Hypervisors.Qemu.Hardware;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>
/// One start, under the machine's lock. Its steps are such that a kill between any two leaves a machine that is off, or one that stands at its
/// first instruction and that the next start or stop finds: the record names the sockets before the process exists, and QEMU writes its id.
/// </summary>
internal sealed class MachineStart(QemuPrograms programs, RunFolder run, TimeProvider time)
{
    /// <summary>Opening hundreds of disks takes seconds; a QEMU that needs longer waits for something.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The process of a start that was killed before it could write down which one it is. Nobody else can be starting: the lock is held. A
    /// process that took over the id of such a one does not have the file of this id among its arguments.
    /// </summary>
    public static RunRecord? Adopt(RunFolder run)
    {
        if (run.Read() is not { Process: null } record || !File.Exists(run.PidFile)) return null;
        if (!int.TryParse(File.ReadAllText(run.PidFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id)) return null;
        if (ProcessIdentity.Find(id) is not { } process || !ArgumentsOf(id).Contains(run.PidFile, StringComparer.Ordinal)) return null;
        RunRecord adopted = record with { Process = process };
        run.Write(adopted);
        return adopted;
    }

    /// <summary>Starts the process; its guest stands still.</summary>
    public async Task<RunRecord> RunAsync(string siteFolder, StartRequest request, CancellationToken cancellationToken)
    {
        Machine machine = request.Machine;
        var record = new RunRecord
        {
            MachineId = machine.Id,
            Sockets = SocketFolder.Choose(run.Folder, RunSockets.Longest) ?? throw new ReplicationException(
                "SocketPathTooLong", run.Folder,
                $"Neither its path nor that of the folders for temporary files leaves room for a socket ({SocketFolder.LongestPath} bytes).",
                "a shorter path.", "Set XDG_RUNTIME_DIR or TMPDIR to a folder with a short path."),
            Started = time.GetUtcNow(),
            Disks = machine.Disks,
            ChangeLogs = [],
            Forwards = [],
        };
        // Before the disks are held: who asks for the machine meanwhile is told what they were.
        run.Write(record);
        IReadOnlyList<string> arguments;
        using DiskHold hold = await HoldAsync(machine, cancellationToken);
        try
        {
            GuestHardware hardware = await PrepareAsync(siteFolder, request, cancellationToken);
            run.Write(record with
            {
                Kvm = hardware.Kvm,
                ChangeLogs = [.. hardware.Disks.Where(disk => disk.ChangeLog is not null).Select(disk => disk.Id)],
                Forwards = [.. hardware.Nics.SelectMany(nic => nic.Network.Forwards)],
            });
            run.TurnConsole();
            arguments = CommandLine.Build(hardware, run, record.Sockets);
        }
        catch
        {
            run.Clean();
            throw;
        }

        await LaunchAsync(machine, arguments, cancellationToken);
        return Adopt(run) ?? throw Failed(machine, "The process ended at once.");
    }

    private async Task<DiskHold> HoldAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            return await DiskHold.TakeAsync(machine.Disks.Select(disk => disk.Path).Where(path => !DiskPath.IsUri(path)), time, cancellationToken);
        }
        catch
        {
            run.Clean();
            throw;
        }
    }

    private async Task<GuestHardware> PrepareAsync(string siteFolder, StartRequest request, CancellationToken cancellationToken)
    {
        Machine machine = request.Machine;
        GuestNic[] nics =
        [
            .. machine.Nics.Zip(request.Networks, (nic, network) => (nic, network)).Select((pair, position) => new GuestNic(
                position, pair.nic.MacAddress, pair.network with { Forwards = [.. pair.network.Forwards.Select(forward => forward.Settle())] })),
        ];
        return new GuestHardware(
            machine.Name, Guid.TryParse(machine.Id, out Guid uuid) ? uuid : null,
            machine.Firmware == Firmware.Uefi ? UefiFirmware.Prepare(machine.Name, request.Folder) : null,
            await new KvmProbe(programs.System, siteFolder, time).WorksAsync(cancellationToken), machine.ProcessorCount, machine.MemoryBytes,
            machine.OperatingSystem.Contains("Windows", StringComparison.OrdinalIgnoreCase), await PrepareDisksAsync(request, cancellationToken), nics);
    }

    private async Task<IReadOnlyList<GuestDisk>> PrepareDisksAsync(StartRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, ChangeStamp> stamps = run.ReadStamps();
        run.ForgetStamps();
        var disks = new List<GuestDisk>();
        // Where none is marked, the first one is the boot disk.
        string? boot = (request.Machine.Disks.FirstOrDefault(disk => disk.Boot) ?? request.Machine.Disks.FirstOrDefault())?.Id;
        foreach (MachineDisk disk in request.Machine.Disks)
        {
            bool remote = DiskPath.IsUri(disk.Path);
            bool raw = remote || disk.Format == "raw";
            bool tracked = raw && !remote && !request.IsTest && ChangeLog.IsPossible(disk.Length);
            if (tracked) await ChangeLog.PrepareAsync(programs.Image, disk.Path, disk.Length, stamps.GetValueOrDefault(disk.Id), cancellationToken);
            disks.Add(new GuestDisk(
                disk.Id, disk.Path, raw ? "raw" : ImageDriver.Of(disk.Path), disk.LogicalSectorSize, disk.Id == boot,
                tracked ? ChangeLog.PathOf(disk.Path) : null));
        }

        return disks;
    }

    private async Task LaunchAsync(Machine machine, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            (int exitCode, string errors) = await Tool.RunAsync(programs.System, arguments, either.Token);
            if (exitCode == 0) return;
            run.Clean();
            throw Failed(machine, $"QEMU ended with code {exitCode}: {errors}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(machine, $"QEMU was not ready within {Limit.TotalSeconds:0} s.");
        }
    }

    private static IReadOnlyList<string> ArgumentsOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/cmdline").Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static ReplicationException Failed(Machine machine, string found) =>
        new("MachineStartFailed", $"Machine {machine.Name}", found, "a machine that QEMU can run.", "The message is QEMU's own.");
}
