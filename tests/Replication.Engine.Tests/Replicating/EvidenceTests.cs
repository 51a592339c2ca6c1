using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Engine.Tests.Support;
using Replication.Runtime;

namespace Replication.Engine.Tests.Replicating;

public class EvidenceTests
{
    [Fact]
    public async Task What_is_done_to_points_is_proven_in_order_and_each_once()
    {
        await using Lab lab = await ProtectAsync();
        await lab.RunAsync("replicate");
        await lab.RunAsync("replicate");
        await lab.RunAsync("verify");
        await lab.RunAsync("test");
        await lab.RunAsync("stop-test");
        await lab.RunAsync("failover");
        await lab.RunAsync("undo");
        EvidenceReport report = await ReportAsync(lab);
        Assert.Empty(report.Findings);
        Assert.Equal(
            [
                EvidenceKind.KeyIntroduced, EvidenceKind.Accepted, EvidenceKind.Accepted, EvidenceKind.Deleted, EvidenceKind.ReadBack, EvidenceKind.TestStarted,
                EvidenceKind.TestStopped, EvidenceKind.FailedOver, EvidenceKind.FailoverUndone,
            ],
            report.Entries.Select(entry => entry.Fact.Kind));
        var point = Assert.Single(await lab.PointsAsync());
        EvidenceEntry accepted = report.Entries[2];
        Assert.Equal(point.Id, accepted.Fact.PointId);
        Assert.Equal(point.Disks[0].Root.ToString(), accepted.Fact.Details[EvidenceDetails.RootPrefix + point.Disks[0].DiskId]);
    }

    [Fact]
    public async Task INV_02_part_of_a_line_that_a_power_loss_left_in_the_copy_is_cut_off_and_the_copy_catches_up()
    {
        await using Lab lab = await ProtectAsync();
        await lab.RunAsync("replicate");
        string copy = CopyOf(lab);
        byte[] whole = await File.ReadAllBytesAsync(copy);
        await File.WriteAllBytesAsync(copy, whole[..^40]);
        Assert.Empty((await ReportAsync(lab)).Findings);
        await lab.RunAsync("replicate");
        Assert.Empty((await ReportAsync(lab)).Findings);
        Assert.Equal(whole, (await File.ReadAllBytesAsync(copy))[..whole.Length]);
        IReadOnlyList<byte[]> lines = await lab.Service.Evidence.LinesAsync(await lab.VmAsync());
        Assert.Equal(lines, EvidenceText.Lines(await File.ReadAllBytesAsync(copy)));
    }

    [Fact]
    public async Task A_destination_that_was_set_back_is_found_out_and_replication_goes_on()
    {
        await using Lab lab = await ProtectAsync();
        await lab.RunAsync("replicate");
        await lab.CloseAsync();
        string store = lab.DrStore;
        CopyFolder(store, store + ".old");
        await lab.OpenAsync();
        await lab.RunAsync("verify");
        await lab.CloseAsync();
        Directory.Delete(store, recursive: true);
        Directory.Move(store + ".old", store);
        await lab.OpenAsync();
        Assert.Equal("EvidenceTruncated", Assert.Single((await ReportAsync(lab)).Findings).Id);
        await lab.RunAsync("replicate");
        Assert.Equal("EvidenceDiverged", Assert.Single((await ReportAsync(lab)).Findings).Id);
    }

    [Fact]
    public async Task A_key_is_the_users_alone_and_a_rotated_one_is_trusted_by_whoever_trusted_the_former()
    {
        await using Lab lab = await ProtectAsync();
        await lab.RunAsync("replicate");
        string file = Path.Combine(lab.WorkspaceFolder, "evidence", "key.pem");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        string first = Assert.Single(lab.Service.Evidence.OwnKeys);
        await lab.Service.Evidence.RotateKeyAsync();
        await lab.RunAsync("replicate");
        Assert.Equal(2, lab.Service.Evidence.OwnKeys.Count);
        IReadOnlyList<byte[]> lines = await lab.Service.Evidence.LinesAsync(await lab.VmAsync());
        EvidenceReport elsewhere = EvidenceVerifier.Verify(lines, [first], (await lab.VmAsync()).Id);
        Assert.Empty(elsewhere.Findings);
        Assert.Equal(lab.Service.Evidence.OwnKeys, elsewhere.Keys);
        Assert.DoesNotContain("PRIVATE", string.Concat(lines.Select(System.Text.Encoding.UTF8.GetString)), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "no key");
        await lab.RunAsync("replicate");
        Assert.Empty((await ReportAsync(lab)).Findings);
        Assert.Equal(3, lab.Service.Evidence.OwnKeys.Count);
    }

    [Fact]
    public async Task Keys_that_several_make_at_once_are_all_known_afterwards()
    {
        const int Makers = 8;
        await using Lab lab = await ProtectAsync();
        await using Workspace other = await lab.OpenAnotherAsync();
        string[] made = await Task.WhenAll(Enumerable.Range(0, Makers).Select(maker =>
            Task.Run(() => (maker % 2 == 0 ? lab.Service : other.Service).Evidence.RotateKeyAsync())));
        Assert.Equal(Makers, made.Distinct().Count());
        // And the one that the first of them vouched with.
        Assert.Equal(Makers + 1, lab.Service.Evidence.OwnKeys.Count);
        Assert.Empty(made.Except(lab.Service.Evidence.OwnKeys));
    }

    private static async Task<Lab> ProtectAsync()
    {
        var lab = new Lab();
        lab.AddMachine("web", 1 << 20).Fill(0, 1);
        ReplicationGroup group = await lab.SetUpAsync(new() { Id = "p", Name = "p", RecoveryHistory = 0 });
        await lab.Service.Groups.AddVmAsync(group, "web");
        return lab;
    }

    private static async Task<EvidenceReport> ReportAsync(Lab lab) => Assert.Single(await lab.Service.Evidence.VerifyAsync(await lab.VmAsync(), [])).Report;

    private static string CopyOf(Lab lab) => Assert.Single(Directory.GetFiles(Path.Combine(lab.WorkspaceFolder, "evidence", "copies"), "*.log", SearchOption.AllDirectories));

    private static void CopyFolder(string from, string to)
    {
        foreach (string folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
