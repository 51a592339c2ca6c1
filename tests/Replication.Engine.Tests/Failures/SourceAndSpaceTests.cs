using System.Diagnostics;
using Replication.Core.Jobs;
using Replication.Core.Transfer;
using Replication.CrashHost;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Failures;

public sealed class SourceAndSpaceTests
{
    [Fact]
    public async Task A_source_that_is_written_during_the_transfer_gives_no_point()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab);
        ReplicationJob refused = await lab.TryAsync("replicate", progress: new AtFirstReport(() => web.Scribble(0, 0, 100, 9)));
        Assert.Equal("SourceChangedDuringCapture", refused.Error!.ErrorId);
        Assert.Empty(await lab.PointsAsync());
        ReplicationJob again = await lab.RunAsync("replicate");
        Assert.Equal(refused.Id, again.Id);
        // All was put before the change was seen: only the block that was written goes again.
        Assert.Equal(TestMachine.Block, (await lab.PointsAsync()).Single().BytesSent);
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
    }

    [Fact]
    public async Task A_source_that_vanishes_during_the_transfer_gives_no_point()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab);
        string away = web.Disk(0) + ".away";
        ReplicationJob refused = await lab.TryAsync("replicate", progress: new AtFirstReport(() => File.Move(web.Disk(0), away)));
        Assert.Equal("SourceChangedDuringCapture", refused.Error!.ErrorId);
        Assert.Empty(await lab.PointsAsync());
        ReplicationJob missing = await lab.TryAsync("replicate");
        Assert.Equal(JobState.Failed, missing.JobState);
        Assert.NotEqual("InternalError", missing.Error!.ErrorId);
        File.Move(away, web.Disk(0));
        await lab.RunAsync("replicate");
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
    }

    [Fact]
    public async Task A_full_destination_is_reported_and_the_rest_follows_when_there_is_space()
    {
        await using var lab = new Lab();
        if (!await MountAsync("-t", "tmpfs", "-o", "size=22m", "tmpfs", lab.Dr)) Assert.Skip("mount -t tmpfs needs root.");
        try
        {
            TestMachine web = await AddAsync(lab);
            ReplicationJob full = await lab.TryAsync("replicate");
            Assert.Equal("StorageFull", full.Error!.ErrorId);
            Assert.True(await MountAsync("-o", "remount,size=200m", lab.Dr));
            await lab.RunAsync("replicate");
            Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
            Assert.True((await lab.PointsAsync()).Single().BytesSent < 16 * 1024 * 1024);

            // Now the machine does not fit.
            await lab.CloseAsync();
            Assert.True(await MountAsync("-o", "remount,size=24m", lab.Dr));
            ReplicationJob noSpace = await lab.TryAsync("failover");
            Assert.Equal(JobState.Failed, noSpace.JobState);
            Assert.NotEqual("InternalError", noSpace.Error!.ErrorId);
            Assert.DoesNotContain(Directory.EnumerateDirectories(lab.Dr), directory => Path.GetFileName(directory).StartsWith(".new-", StringComparison.Ordinal));
            Assert.True(await MountAsync("-o", "remount,size=200m", lab.Dr));
            await lab.RunAsync("failover");
            Assert.Equal(web.Hashes(), Lab.MachineAt(lab.Dr, "web").Hashes());
        }
        finally
        {
            await UnmountAsync(lab);
        }
    }

    [Fact]
    public async Task HVR_12_a_plan_says_what_is_needed_and_what_is_free_with_the_history_that_is_still_to_come()
    {
        await using var lab = new Lab();
        if (!await MountAsync("-t", "tmpfs", "-o", "size=6m", "tmpfs", lab.Dr)) Assert.Skip("mount -t tmpfs needs root.");
        try
        {
            const int Length = 16 << 20, Changed = 4 << 20;
            TestMachine web = await AddAsync(lab);
            string warning = Assert.Single(await ShortagesAsync(lab));
            Assert.StartsWith($"InsufficientStorage: web needs {Length} bytes more at site dr, its history included; ", warning, StringComparison.Ordinal);
            Assert.True(await MountAsync("-o", "remount,size=60m", lab.Dr));
            Assert.Empty(await ShortagesAsync(lab));

            // Now it is known what a point costs: one of 25 is there, and another is.
            await lab.RunAsync("replicate");
            web.Scribble(0, 0, Changed, 2);
            await lab.RunAsync("replicate");
            Assert.Contains($" {23 * Changed} bytes more ", Assert.Single(await ShortagesAsync(lab)), StringComparison.Ordinal);
            Assert.True(await MountAsync("-o", "remount,size=200m", lab.Dr));
            Assert.Empty(await ShortagesAsync(lab));
        }
        finally
        {
            await UnmountAsync(lab);
        }
    }

    [Fact]
    public async Task A_destination_that_cannot_be_written_is_reported()
    {
        if (Environment.UserName == "root") Assert.Skip("For root every folder is writable.");
        if (OperatingSystem.IsWindows()) return;
        await using var lab = new Lab();
        await AddAsync(lab);
        File.SetUnixFileMode(lab.Dr, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ReplicationJob refused = await lab.TryAsync("replicate");
        Assert.Contains(refused.Error!.ErrorId, (string[])["StoreAccessDenied", "AccessDenied"]);
        File.SetUnixFileMode(lab.Dr, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        await lab.RunAsync("replicate");
    }

    private static async Task<IReadOnlyList<string>> ShortagesAsync(Lab lab)
    {
        await lab.OpenAsync();
        JobPlan plan = await lab.Service.PlanAsync(await VerbRequests.MakeAsync(lab.Service, "replicate", "web"));
        return [.. plan.Warnings.Where(warning => warning.StartsWith("InsufficientStorage", StringComparison.Ordinal))];
    }

    private static async Task UnmountAsync(Lab lab)
    {
        await lab.CloseAsync();
        using Process unmount = Process.Start("umount", [lab.Dr]);
        await unmount.WaitForExitAsync();
    }

    private static async Task<bool> MountAsync(params string[] arguments)
    {
        using Process mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        await mount.StandardError.ReadToEndAsync();
        await mount.WaitForExitAsync();
        return mount.ExitCode == 0;
    }

    private static async Task<TestMachine> AddAsync(Lab lab)
    {
        TestMachine web = lab.AddMachine("web", 16 * 1024 * 1024);
        web.Scribble(0, 0, 16 * 1024 * 1024, 1);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        return web;
    }

    private sealed class AtFirstReport(Action action) : IProgress<TransferProgress>
    {
        private bool _done;

        public void Report(TransferProgress value)
        {
            if (_done) return;
            _done = true;
            action();
        }
    }
}
