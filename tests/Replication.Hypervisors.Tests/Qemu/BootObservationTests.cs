using Replication.Core.Boot;
using Replication.Core.Errors;
using Replication.Hypervisors.Tests.Support;
using Replication.TestGuest;

namespace Replication.Hypervisors.Tests.Qemu;

public class BootObservationTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_on_the_console_says_that_a_machine_has_booted_and_its_screen_is_kept()
    {
        await using RunningSite site = RunningSite.Create();
        BootObservation seen = await ObserveAsync(site, new BootProbe { ConsolePattern = "^TINY .S UP", Limit = Long });
        Assert.True(seen.Passed, seen.Failure);
        Assert.Equal("TINY IS UP", seen.ConsoleTail);
        Assert.InRange(seen.BootTime, TimeSpan.FromTicks(1), Long);
        byte[] picture = await File.ReadAllBytesAsync(seen.Screenshot!, Token);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        Assert.Equal(Path.Combine(site.Site.Folder, ".boot-checks", "vm", "point.png"), seen.Screenshot);
        site.Site.Site.RemoveScreenshots("vm", ["point"]);
        Assert.True(File.Exists(seen.Screenshot));
        site.Site.Site.RemoveScreenshots("vm", ["another"]);
        Assert.False(File.Exists(seen.Screenshot));
    }

    [Fact]
    public async Task A_machine_that_does_not_answer_in_time_says_what_was_missing()
    {
        await using RunningSite site = RunningSite.Create();
        BootObservation seen = await ObserveAsync(
            site, new BootProbe { ConsolePattern = "TINY IS UP", TcpPort = 22, Agent = true, Limit = TimeSpan.FromSeconds(4) });
        Assert.False(seen.Passed);
        Assert.Contains("TCP port 22 and the guest agent was not seen within 4 s", seen.Failure, StringComparison.Ordinal);
        Assert.NotNull(seen.Screenshot);
        Assert.True(site.Record.Process!.IsRunning);
    }

    [Fact]
    public async Task A_machine_that_switches_itself_off_has_not_booted()
    {
        await using RunningSite site = RunningSite.Create();
        byte[] off = TinyGuest.Disk("x");
        // Its first instructions: mov dx, 0x604; mov ax, 0x2000; out dx, ax.
        ((byte[])[0xBA, 0x04, 0x06, 0xB8, 0x00, 0x20, 0xEF, 0xF4]).CopyTo(off, 0);
        await File.WriteAllBytesAsync(site.Disk, off, Token);
        BootObservation seen = await ObserveAsync(site, new BootProbe { ConsolePattern = "never", Limit = Long });
        Assert.Contains("ended by itself", seen.Failure, StringComparison.Ordinal);
        Assert.Null(seen.Screenshot);
    }

    [Fact]
    public async Task A_port_that_a_machine_cannot_be_reached_by_is_refused()
    {
        await using RunningSite site = RunningSite.Create("""{"id":"m1","name":"tiny","disks":[{"id":"disk0","path":"disk0.raw"}]}""");
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => ObserveAsync(site, new BootProbe { TcpPort = 22, Limit = Long }));
        Assert.Equal("BootProbeInvalid", refused.ErrorId);
    }

    [Fact]
    public async Task A_Debian_kernel_boots_and_its_port_and_agent_answer_on_an_isolated_network()
    {
        _ = GuestParts.Need();
        await using RunningSite site = RunningSite.Create(
            """
            {"id":"m1","name":"tiny","memoryBytes":268435456,"disks":[{"id":"disk0","path":"disk0.raw","boot":true},{"id":"data","path":"data.raw"}],
             "nics":[{"id":"nic0","macAddress":"52:54:00:00:00:01","network":"user"}]}
            """);
        using var folder = new GuestFolder();
        GuestDisks disks = await GuestDisks.MakeAsync(folder.Path);
        File.Copy(disks.Boot, site.Disk, overwrite: true);
        File.Copy(disks.Data, Path.Combine(Path.GetDirectoryName(site.Disk)!, "data.raw"));
        BootObservation seen = await ObserveAsync(site, new BootProbe { TcpPort = GuestDisks.RecordPort, Agent = GuestParts.Need().GuestAgent is not null, Limit = Long });
        Assert.True(seen.Passed, $"{seen.Failure} {seen.ConsoleTail}");
        Assert.Equal(GuestDisks.RecordPort, Assert.Single(site.Record.Forwards).GuestPort);
        Assert.True(await site.Site.Site.ShutDownMachineAsync("m1", Long, Token));
    }

    private static Task<BootObservation> ObserveAsync(RunningSite site, BootProbe probe) => site.Site.Site.ObserveBootAsync("m1", probe, "vm", "point", Token);
}
