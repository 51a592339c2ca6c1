using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Agent;
using Replication.Hypervisors.Qemu.Disks;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>
/// Machines of a site as processes of QEMU that outlive the command which started them. A machine runs when the process of its record runs:
/// the same id, started at the same moment of the same boot. What a process that ended by itself has left is cleaned up by the next verb.
/// </summary>
internal sealed class QemuHypervisor(string siteFolder, TimeProvider time)
{
    /// <summary>A process that ends writes its bitmaps and flushes its disks before.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(1);

    /// <summary>A monitor that does not answer in this time is passed over.</summary>
    private static readonly TimeSpan MonitorLimit = TimeSpan.FromSeconds(5);

    public string SiteFolder => siteFolder;

    public RunFolder FolderOf(string machineId) => new(siteFolder, machineId);

    /// <summary>The machine's record while it runs; null while it does not.</summary>
    public RunRecord? FindRunning(string machineId) => FolderOf(machineId).Read() is { Process.IsRunning: true } record ? record : null;

    /// <summary>Starts a machine; nothing happens when it runs already.</summary>
    /// <exception cref="ReplicationException">MachineBusy, DiskInUse, MachineStartFailed, FirmwareNotInstalled, ChangeLogFailed.</exception>
    public async Task StartAsync(QemuPrograms programs, StartRequest request, CancellationToken cancellationToken)
    {
        RunFolder run = FolderOf(request.MachineId);
        using IDisposable held = await run.LockAsync(time, cancellationToken);
        RunRecord? present = FindRunning(request.MachineId) ?? MachineStart.Adopt(run);
        if (present is null)
        {
            run.Clean();
            present = await new MachineStart(programs, run, time).RunAsync(siteFolder, request, cancellationToken);
        }

        await GoAsync(present, cancellationToken);
    }

    /// <summary>
    /// Switches a machine off, as by its power button held down; its disks are flushed and its change logs closed. Nothing happens when it is off.
    /// </summary>
    public async Task StopAsync(string machineId, CancellationToken cancellationToken)
    {
        RunFolder run = FolderOf(machineId);
        if (!run.Exists) return;
        using IDisposable held = await run.LockAsync(time, cancellationToken);
        if ((FindRunning(machineId) ?? MachineStart.Adopt(run)) is { Process: { } process } record)
        {
            await QuitAsync(record, cancellationToken);
            if (!await process.WaitForEndAsync(EndLimit, time, cancellationToken))
            {
                process.Kill();
                await process.WaitForEndAsync(EndLimit, time, cancellationToken);
            }

            Stamp(run, record);
        }

        run.Clean();
    }

    /// <summary>Asks the guest to shut down, by its agent where one answers, else by the power button, and waits.</summary>
    /// <returns>True when it is off, false when it still runs after the limit.</returns>
    public async Task<bool> ShutDownAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken)
    {
        RunFolder run = FolderOf(machineId);
        if (FindRunning(machineId) is not { Process: { } process } record) return true;
        using (await run.LockAsync(time, cancellationToken)) await AskAsync(record, cancellationToken);
        // Not under the lock: a stop may come in between.
        if (!await process.WaitForEndAsync(limit, time, cancellationToken)) return false;
        using (await run.LockAsync(time, cancellationToken))
        {
            if (run.Read()?.Process == process)
            {
                Stamp(run, record);
                run.Clean();
            }
        }

        return true;
    }

    /// <summary>Lets a machine go that was started and stands at its first instruction.</summary>
    private async Task GoAsync(RunRecord record, CancellationToken cancellationToken)
    {
        await using QmpClient monitor = await QmpClient.ConnectAsync(record.Socket(RunSockets.Power), MonitorLimit, time, cancellationToken);
        JsonElement status = await monitor.ExecuteAsync("query-status", cancellationToken: cancellationToken);
        if (status.GetProperty("status").GetString() == "prelaunch") await monitor.ExecuteAsync("cont", cancellationToken: cancellationToken);
    }

    private async Task AskAsync(RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await using GuestAgent agent = await GuestAgent.ConnectAsync(record.Socket(RunSockets.Agent), TimeSpan.FromSeconds(2), time, cancellationToken);
            await agent.ShutdownAsync(cancellationToken);
        }
        catch (ReplicationException)
        {
            // No agent, or one that refused. A guest that ignores the button as well runs on, and the caller is told.
            await using QmpClient monitor = await QmpClient.ConnectAsync(record.Socket(RunSockets.Power), MonitorLimit, time, cancellationToken);
            await monitor.ExecuteAsync("system_powerdown", cancellationToken: cancellationToken);
        }
    }

    /// <summary>Both ways end QEMU in good order; the signal is for a monitor that somebody else occupies.</summary>
    private async Task QuitAsync(RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await using QmpClient monitor = await QmpClient.ConnectAsync(record.Socket(RunSockets.Power), MonitorLimit, time, cancellationToken);
            await monitor.ExecuteAsync("quit", limit: MonitorLimit, cancellationToken: cancellationToken);
        }
        catch (ReplicationException)
        {
            record.Process!.End();
        }
    }

    /// <summary>
    /// Keeps how disks and change logs are at an end that was watched. A disk that somebody has opened already is left out: its writes may have
    /// begun.
    /// </summary>
    private static void Stamp(RunFolder run, RunRecord record)
    {
        var stamps = new Dictionary<string, ChangeStamp>();
        foreach (string disk in record.ChangeLogs)
        {
            string path = record.Disks.First(known => known.Id == disk).Path;
            if (DiskHold.IsFree(path) && ChangeStamp.Of(path, ChangeLog.PathOf(path)) is { } stamp) stamps[disk] = stamp;
        }

        run.WriteStamps(stamps);
    }
}
