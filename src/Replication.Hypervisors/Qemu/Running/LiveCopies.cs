using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Disks;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>
/// Copies of disks of a running machine that QEMU makes and then uses in their place (blockdev-mirror). What the guest writes meanwhile goes to both.
/// QEMU goes on without us; who comes back finds everything by its names.
/// </summary>
/// <param name="record">The machine, which runs.</param>
/// <param name="files">By disk id, the raw file to copy into.</param>
/// <param name="time">Measures limits.</param>
internal sealed class LiveCopies(RunRecord record, IReadOnlyDictionary<string, string> files, TimeProvider time)
{
    /// <summary>What is left to do then is the end of the last requests.</summary>
    private static readonly TimeSpan SwitchLimit = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SwitchPause = TimeSpan.FromMilliseconds(5);

    private IReadOnlyDictionary<string, BlockNames> Names { get; } = files.Keys.ToDictionary(id => id, BlockNames.Of);

    /// <summary>Begins what is not under way; a copy that failed is begun anew.</summary>
    public async Task EnsureBegunAsync(CancellationToken cancellationToken)
    {
        await using QmpClient monitor = await ConnectAsync(cancellationToken);
        IReadOnlyDictionary<string, CopyJob> jobs = await ListAsync(monitor, cancellationToken);
        foreach ((string disk, BlockNames names) in Names)
        {
            if (jobs.TryGetValue(names.CopyJob, out CopyJob? job))
            {
                if (job.Error is null) continue;
                await monitor.ExecuteAsync("job-dismiss", new JsonObject { ["id"] = names.CopyJob }, cancellationToken: cancellationToken);
            }

            await TryRemoveNodeAsync(monitor, names.Own, cancellationToken);
            Create(files[disk], record.Disks.First(known => known.Id == disk).Length);
            await monitor.ExecuteAsync(
                "blockdev-add", new JsonObject { ["driver"] = "file", ["node-name"] = names.Own, ["filename"] = files[disk], ["discard"] = "unmap" },
                cancellationToken: cancellationToken);
            await monitor.ExecuteAsync(
                "blockdev-mirror",
                new JsonObject
                {
                    ["job-id"] = names.CopyJob,
                    ["device"] = names.Format,
                    ["target"] = names.Own,
                    ["sync"] = "full",
                    // A guest that writes faster than is copied would keep the end from coming.
                    ["copy-mode"] = "write-blocking",
                    ["auto-dismiss"] = false,
                },
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>How the copies stand.</summary>
    /// <exception cref="ReplicationException">SettlingFailed, with QEMU's words.</exception>
    public async Task<IReadOnlyList<CopyJob>> LookAsync(CancellationToken cancellationToken)
    {
        await using QmpClient monitor = await ConnectAsync(cancellationToken);
        IReadOnlyDictionary<string, CopyJob> jobs = await ListAsync(monitor, cancellationToken);
        var found = new List<CopyJob>();
        foreach ((string disk, BlockNames names) in Names)
        {
            if (!jobs.TryGetValue(names.CopyJob, out CopyJob? job)) throw Failed(disk, "QEMU knows nothing of it.");
            if (job.Error is { } error) throw Failed(disk, error);
            found.Add(job);
        }

        return found;
    }

    /// <summary>
    /// Has the machine use the copies, which are ready. The guest stands still from before the first moment in which a copy is in use until the change
    /// is written down, so that at every moment in which power may be lost mount and copy are equal or it is known which of them counts.
    /// </summary>
    /// <param name="commit">Writes down that these disks are in use; where it fails the guest stands still until settling is repeated.</param>
    /// <exception cref="ReplicationException">SettlingFailed for a disk that is still the mount; the guest runs on.</exception>
    public async Task SwitchAsync(Action<IReadOnlyCollection<string>> commit)
    {
        // Not to be stopped half-way; a kill is another matter, and found by the next one.
        await using QmpClient monitor = await ConnectAsync(CancellationToken.None);
        await monitor.ExecuteAsync("stop");
        foreach (CopyJob job in (await ListAsync(monitor, CancellationToken.None)).Values.Where(job => job.IsReady && IsOurs(job)))
            await monitor.ExecuteAsync("job-complete", new JsonObject { ["id"] = job.Id });
        IReadOnlyDictionary<string, CopyJob> ended = await WaitForEndAsync(monitor);
        commit([.. Names.Where(disk => ended[disk.Value.CopyJob].Error is null).Select(disk => disk.Key)]);
        await TidyAsync(monitor, ended);
        await GoOnAsync(monitor);
        foreach ((string disk, BlockNames names) in Names)
        {
            if (ended[names.CopyJob].Error is { } error) throw Failed(disk, error);
        }
    }

    /// <summary>For disks that are in use: removes what a switch that was killed has left, and lets the guest go on.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await using QmpClient monitor = await ConnectAsync(cancellationToken);
        await TidyAsync(monitor, await ListAsync(monitor, cancellationToken));
        await GoOnAsync(monitor);
    }

    /// <summary>Lets the guest go on with the disks that it has.</summary>
    public async Task ContinueAsync(CancellationToken cancellationToken)
    {
        await using QmpClient monitor = await ConnectAsync(cancellationToken);
        await GoOnAsync(monitor);
    }

    /// <summary>Whether the machine uses one of them already.</summary>
    public async Task<bool> AnyInUseAsync(CancellationToken cancellationToken)
    {
        await using QmpClient monitor = await ConnectAsync(cancellationToken);
        IReadOnlyDictionary<string, CopyJob> jobs = await ListAsync(monitor, cancellationToken);
        return Names.Values.Any(names => jobs.GetValueOrDefault(names.CopyJob) is { IsOver: true, Error: null });
    }

    /// <summary>Ends copies that are not in use.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        await using QmpClient monitor = await ConnectAsync(cancellationToken);
        foreach (CopyJob job in (await ListAsync(monitor, cancellationToken)).Values.Where(job => !job.IsOver && IsOurs(job)))
            await monitor.ExecuteAsync("block-job-cancel", new JsonObject { ["device"] = job.Id, ["force"] = true }, cancellationToken: cancellationToken);
        await WaitForEndAsync(monitor);
        foreach (BlockNames names in Names.Values)
        {
            await TryAsync(monitor, "job-dismiss", new JsonObject { ["id"] = names.CopyJob }, cancellationToken);
            await TryRemoveNodeAsync(monitor, names.Own, cancellationToken);
        }
    }

    private static async Task<IReadOnlyDictionary<string, CopyJob>> ListAsync(QmpClient monitor, CancellationToken cancellationToken)
    {
        JsonElement jobs = await monitor.ExecuteAsync("query-jobs", cancellationToken: cancellationToken);
        return jobs.EnumerateArray().Select(CopyJob.Parse).ToDictionary(job => job.Id);
    }

    private static async Task GoOnAsync(QmpClient monitor)
    {
        JsonElement status = await monitor.ExecuteAsync("query-status");
        if (status.GetProperty("status").GetString() == "paused") await monitor.ExecuteAsync("cont");
    }

    private static Task TryRemoveNodeAsync(QmpClient monitor, string node, CancellationToken cancellationToken) =>
        TryAsync(monitor, "blockdev-del", new JsonObject { ["node-name"] = node }, cancellationToken);

    /// <summary>For what may be done already.</summary>
    private static async Task TryAsync(QmpClient monitor, string command, JsonObject arguments, CancellationToken cancellationToken)
    {
        try
        {
            await monitor.ExecuteAsync(command, arguments, cancellationToken: cancellationToken);
        }
        catch (QmpException)
        {
            // QEMU has one class of error for all of them, so it cannot be told from others; what is in the way is in the way of the next command too.
        }
    }

    private static void Create(string file, long length)
    {
        using (FileStream stream = File.Create(file)) stream.SetLength(length);
        DirectorySync.Flush(Path.GetDirectoryName(file)!);
    }

    private bool IsOurs(CopyJob job) => Names.Values.Any(names => names.CopyJob == job.Id);

    private async Task<IReadOnlyDictionary<string, CopyJob>> WaitForEndAsync(QmpClient monitor)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            IReadOnlyDictionary<string, CopyJob> jobs = await ListAsync(monitor, CancellationToken.None);
            CopyJob? open = Names.Values.Select(names => jobs.GetValueOrDefault(names.CopyJob)).FirstOrDefault(job => job is { IsOver: false });
            if (open is null) return jobs;
            if (time.GetElapsedTime(begun) >= SwitchLimit) throw Failed(open.Id, $"It is {open.Status} after {SwitchLimit.TotalSeconds:0} s.");
            await Task.Delay(SwitchPause, time);
        }
    }

    private async Task TidyAsync(QmpClient monitor, IReadOnlyDictionary<string, CopyJob> jobs)
    {
        foreach (BlockNames names in Names.Values)
        {
            bool failed = jobs.GetValueOrDefault(names.CopyJob)?.Error is not null;
            await TryAsync(monitor, "job-dismiss", new JsonObject { ["id"] = names.CopyJob }, CancellationToken.None);
            if (failed) await TryRemoveNodeAsync(monitor, names.Own, CancellationToken.None);
            // Only then: a device that is given the node which it has already brings QEMU 7.2 down.
            else if (await ViewOfAsync(monitor, names) == names.Own) await RestoreNamesAsync(monitor, names);
        }
    }

    /// <summary>The node that the device of a disk reads and writes.</summary>
    private static async Task<string?> ViewOfAsync(QmpClient monitor, BlockNames names)
    {
        foreach (JsonElement block in (await monitor.ExecuteAsync("query-block")).EnumerateArray())
        {
            if (!block.TryGetProperty("qdev", out JsonElement device) || !block.TryGetProperty("inserted", out JsonElement inserted)) continue;
            // An id, or a path of which it is a part.
            if (device.GetString()!.Split('/').Contains(names.Device)) return inserted.GetProperty("node-name").GetString();
        }

        return null;
    }

    /// <summary>
    /// QEMU has put the copy itself in the place of the guest's view. Others find that view by its name (docs/local-site.md), so it is made again,
    /// over the copy.
    /// </summary>
    private static async Task RestoreNamesAsync(QmpClient monitor, BlockNames names)
    {
        await TryRemoveNodeAsync(monitor, names.Format, CancellationToken.None);
        await TryRemoveNodeAsync(monitor, names.File, CancellationToken.None);
        await TryAsync(
            monitor, "blockdev-add",
            new JsonObject { ["driver"] = "raw", ["node-name"] = names.Format, ["file"] = names.Own, ["discard"] = "unmap" }, CancellationToken.None);
        await monitor.ExecuteAsync(
            "qom-set", new JsonObject { ["path"] = $"/machine/peripheral/{names.Device}", ["property"] = "drive", ["value"] = names.Format });
    }

    private Task<QmpClient> ConnectAsync(CancellationToken cancellationToken) =>
        QmpClient.ConnectAsync(record.Socket(RunSockets.Power), time: time, cancellationToken: cancellationToken);

    private ReplicationException Failed(string disk, string found) => new(
        "SettlingFailed", $"Machine {record.MachineId}, disk {disk}", $"It was not copied: {found}", "a mount that is served and room for the copy.",
        "The machine goes on with the mounted disk. Settle it again.");
}
