using System.Globalization;
using System.Text.Json;
using Replication.Bench.Ebs;
using Replication.Bench.Scale;
using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Platform;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Runtime;

namespace Replication.Bench.Ours;

/// <summary>
/// Our side, in a fresh process for each measurement: opens the workspace and runs the verb as the command line does.
/// </summary>
internal static class ChildProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["ebs-serve", var served]) return await EbsServerChild.RunAsync(served);
        if (args is ["scale-agent", ..])
        {
            ScaleAgent.Print(await ScaleAgent.RunAsync(args[1..]));
            return 0;
        }

        if (args is ["replicate-on", var continued, var every]) return await ReplicateOnAsync(continued, TimeSpan.Parse(every, CultureInfo.InvariantCulture));
        if (args is ["ebs", ..]) return Report(await EbsClientChild.RunAsync(args[1..]) with { PeakBytes = PeakBytes() });
        (VerbTime time, long read, long sent) = args switch
        {
            ["replicate", var workspace] => await ReplicateAsync(workspace),
            ["export", var workspace, var folder] => await ExportAsync(workspace, folder),
            ["write", var store, var target] => await WriteAsync(store, target),
            ["bare", var source, var target] => await BareLoop.RunAsync(source, target),
            _ => throw new ArgumentException("Not a child command.", nameof(args)),
        };
        return Report(new ChildReport(time.Seconds, PeakBytes(), time.CompileSeconds, read, sent));
    }

    private static int Report(ChildReport report)
    {
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }

    private static async Task<(VerbTime Time, long Read, long Sent)> ReplicateAsync(string folder)
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = folder });
        return await ReplicateAsync(workspace);
    }

    /// <summary>Replications in one process, as an agent makes them, until standard input ends. A report per line.</summary>
    /// <param name="folder">The workspace.</param>
    /// <param name="every">From the beginning of one to the beginning of the next, which waits for the end of the one before.</param>
    private static async Task<int> ReplicateOnAsync(string folder, TimeSpan every)
    {
        TerminalSession.Leave();
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = folder });
        // On a thread of its own: reading the console is never asynchronous.
        Task ended = Task.Run(Console.In.ReadToEnd);
        while (!ended.IsCompleted)
        {
            Task next = Task.Delay(every);
            (VerbTime time, long read, long sent) = await ReplicateAsync(workspace);
            Report(new ChildReport(time.Seconds, PeakBytes(), time.CompileSeconds, read, sent));
            await next;
        }

        return 0;
    }

    private static async Task<(VerbTime Time, long Read, long Sent)> ReplicateAsync(Workspace workspace)
    {
        ReplicationGroup group = await workspace.Service.Groups.GetAsync(Replica.GroupName);
        IReadOnlyList<ReplicatedVM> vms = await workspace.Service.Groups.ListVmsAsync(group);
        (ReplicationJob job, VerbTime time) = await RunAsync(workspace, workspace.Service.Verbs.Replicate(group, vms));
        ReplicatedMachineResult result = JsonSerializer.Deserialize<ReplicateResult>(job.Result!, ReplicationJson.Compact)!.Machines[0];
        return (time, result.BytesRead, result.BytesSent);
    }

    private static async Task<(VerbTime Time, long Read, long Sent)> ExportAsync(string folder, string target)
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = folder });
        ReplicatedVM vm = (await workspace.Service.Groups.ListVmsAsync())[0];
        (_, VerbTime time) = await RunAsync(workspace, workspace.Service.Verbs.ExportPoint(vm, null, target, DiskFormat.Raw, null));
        return (time, 0, 0);
    }

    /// <summary>The writing of the image alone, without the job around it.</summary>
    private static async Task<(VerbTime Time, long Read, long Sent)> WriteAsync(string folder, string target)
    {
        RecoveryPointDisk disk = (await Tools.ListPointsAsync(folder, CancellationToken.None))[^1].Disks[0];
        await using IReplicaStorage store = await Tools.OpenStoreAsync(folder, CancellationToken.None);
        await using var view = new SnapshotDiskView(await store.OpenAsync(disk.SnapshotId), logicalSectorSize: 512);
        var clock = VerbClock.Start();
        await Tools.DiskImages.CreateAsync(target, DiskFormat.Raw, view);
        return (clock.Stop(), 0, 0);
    }

    private static async Task<(ReplicationJob Job, VerbTime Time)> RunAsync(Workspace workspace, JobRequest request)
    {
        var clock = VerbClock.Start();
        ReplicationJob job = await workspace.Service.RunAsync(request, new LastProgress());
        VerbTime time = clock.Stop();
        return job.JobState == JobState.Succeeded ? (job, time) : throw new BenchException($"{job.Error?.ErrorId}: {job.Error?.Message}");
    }

    private static long PeakBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Takes the reports as a display does that draws at its own pace.</summary>
    private sealed class LastProgress : IProgress<TransferProgress>
    {
        private TransferProgress _last;

        public void Report(TransferProgress value) => _last = value;
    }
}
