using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Failures;

public sealed class DamageTests
{
    [Fact]
    public async Task INV_04_a_damaged_block_of_the_newest_point_is_found_and_repaired_by_a_resynchronisation()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab);
        await lab.CloseAsync();
        string segment = Directory.EnumerateFiles(lab.DrStore, "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        using (FileStream file = File.Open(segment, FileMode.Open))
        {
            file.Position = file.Length / 2;
            int value = file.ReadByte();
            file.Position = file.Length / 2;
            file.WriteByte((byte)(value ^ 1));
        }

        ReplicationJob verify = await lab.TryAsync("verify");
        Assert.Equal("CorruptBlock", verify.Error!.ErrorId);
        Assert.Equal(ReplicationState.WaitingForStartResynchronize, (await lab.VmAsync()).ReplicationState);
        Assert.Equal("InvalidState", (await lab.TryAsync("replicate")).Error!.ErrorId);
        await lab.RunAsync("resynchronize");
        Assert.Equal(ReplicationState.Replicating, (await lab.VmAsync()).ReplicationState);
        RecoveryPoint repaired = (await lab.PointsAsync())[^1];
        Assert.Equal(TestMachine.Block, repaired.BytesSent);
        await lab.RunAsync("verify");
        Assert.Equal(Verification.ReadBack, (await lab.PointsAsync())[^1].Verification);
        await lab.RunAsync("failover");
        Assert.Equal(web.Hashes(), Lab.MachineAt(lab.Dr, "web").Hashes());
    }

    [Fact]
    public async Task INV_04_a_resynchronisation_after_drift_sends_the_drift()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab);
        for (int block = 0; block < 20; block += 5) web.Scribble(0, (long)block * TestMachine.Block + 9, 100, 700 + block);
        await lab.RunAsync("suspend");
        await lab.RunAsync("resynchronize");
        Assert.Equal(4 * TestMachine.Block, (await lab.PointsAsync())[^1].BytesSent);
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore))[^1]);
    }

    [Fact]
    public async Task HVR_26_wrong_damaged_and_unfinished_media_are_refused()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 3_000_000).Fill(0, 1);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        Assert.Equal("InvalidState", (await lab.TryAsync("import", argument: lab.Media)).Error!.ErrorId);
        await lab.RunAsync("export", argument: lab.Media);
        Assert.Equal(ReplicationState.WaitingForInitialReplication, (await lab.VmAsync()).ReplicationState);
        Assert.Equal("MediaMismatch", (await lab.TryAsync("import", argument: lab.Dr)).Error!.ErrorId);

        string folder = Directory.EnumerateDirectories(lab.Media).Single();
        string good = Path.Combine(lab.Folder, "good");
        FolderCopy.Replace(folder, good);
        foreach (string file in Directory.EnumerateFiles(good, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
        {
            FolderCopy.Replace(good, folder);
            string damaged = Path.Combine(folder, Path.GetRelativePath(good, file));
            using (FileStream stream = File.Open(damaged, FileMode.Open)) stream.SetLength(stream.Length / 2);
            ReplicationJob refused = await lab.TryAsync("import", argument: lab.Media);
            // What does not matter for reading (a lock file) may be damaged; nothing else goes unnoticed.
            if (refused.JobState == JobState.Succeeded)
            {
                Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
                return;
            }

            Assert.True(refused.Error!.ErrorId == "MediaIncomplete", $"{damaged}: {refused.Error}");
            Assert.Empty((await lab.PointsAsync()));
        }

        FolderCopy.Replace(good, folder);
        await lab.RunAsync("import", argument: lab.Media);
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
        web.Scribble(0, 0, 10, 4);
        await lab.RunAsync("replicate");
        Assert.Equal(TestMachine.Block, (await lab.PointsAsync())[^1].BytesSent);
        Assert.DoesNotContain("dr LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
    }

    private static async Task<TestMachine> ProtectAsync(Lab lab)
    {
        TestMachine web = lab.AddMachine("web", 20 * TestMachine.Block);
        web.Scribble(0, 0, 20 * TestMachine.Block, 1);
        var group = await lab.SetUpAsync(new ReplicationPolicy { Id = "p", Name = "p", RecoveryPointInterval = TimeSpan.Zero });
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        return web;
    }
}
