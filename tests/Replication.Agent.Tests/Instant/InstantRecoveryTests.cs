using Replication.TestGuest;

namespace Replication.Agent.Tests.Instant;

/// <summary>A real guest that runs from a mounted recovery point, and on when what it runs from is killed or replaced.</summary>
public class InstantRecoveryTests
{
    [Fact]
    public async Task A_guest_runs_from_the_point_through_the_death_of_the_host_and_then_from_disks_of_its_own()
    {
        await using InstantLab lab = await InstantLab.CreateAsync();
        long begun = TimeProvider.System.GetTimestamp();
        await lab.Run.Commands.JsonAsync("failover", "guest", "--instant");
        TimeSpan started = TimeProvider.System.GetElapsedTime(begun);
        string machine = await lab.MachineIdAsync("guest");
        Assert.Empty(Directory.EnumerateFiles(lab.Dr + "/guest", "*.raw"));
        await lab.TextAsync(machine, "guest: chain new");
        TimeSpan booted = TimeProvider.System.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper?.WriteLine($"started after {started.TotalSeconds:0.00} s, guest after {booted.TotalSeconds:0.00} s");
        long last = await lab.RecordAsync(machine, 3);

        // Its disks stand still without the host and go on with the next one, which any command starts.
        await lab.KillHostAsync();
        await lab.Run.Commands.JsonAsync("jobs");
        last = await lab.RecordAsync(machine, last + 5);

        await lab.Run.Commands.JsonAsync("settle", "guest");
        await lab.AssertNoMountsAsync();
        await lab.Run.Host.StopAsync();
        await lab.RecordAsync(machine, lab.LastRecord(machine) + 3);
        await lab.KillMachineAsync(machine);
        long announced = lab.LastRecord(machine);
        RecordChain chain = await GuestFileSystem.CheckAsync(Path.Combine(lab.Dr, "guest", "data.raw"));
        Assert.InRange(chain.Last, announced, announced + 1);
    }

    [Fact]
    public async Task HVR_51_a_test_that_runs_from_the_point_is_gone_with_its_mount_and_what_it_wrote()
    {
        InstantLab.RequireLong();
        await using InstantLab lab = await InstantLab.CreateAsync();
        await lab.Run.Commands.JsonAsync("test-failover", "start", "guest", "--instant");
        string machine = await lab.MachineIdAsync("guest - Test");
        long last = await lab.RecordAsync(machine, 3);
        Assert.Contains("MountInUse", (await lab.Run.Commands.RunAsync("unmount", await MountIdAsync(lab), "--discard")).Errors, StringComparison.Ordinal);

        // What the guest flushed survives the deaths of both.
        await lab.KillHostAsync();
        await lab.KillMachineAsync(machine);
        await lab.Run.Commands.JsonAsync("machine", "start", "guest - Test", "--site", "dr");
        await lab.TextAsync(machine, "guest: chain ok last=");
        Assert.True(await lab.RecordAsync(machine, last + 1) > last);

        await lab.Run.Commands.JsonAsync("test-failover", "stop", "guest");
        await lab.AssertNoMountsAsync();
        Assert.Empty(Directory.EnumerateDirectories(lab.Dr, ".run-*"));
        Assert.False(Directory.Exists(Path.Combine(lab.Dr, "guest - Test")));
    }

    [Fact]
    public async Task A_machine_that_is_off_is_settled_by_a_copy()
    {
        InstantLab.RequireLong();
        await using InstantLab lab = await InstantLab.CreateAsync();
        await lab.Run.Commands.JsonAsync("failover", "guest", "--instant");
        string machine = await lab.MachineIdAsync("guest");
        await lab.RecordAsync(machine, 3);
        await lab.Run.Commands.JsonAsync("machine", "stop", "guest", "--site", "dr");
        long announced = lab.LastRecord(machine);
        await lab.Run.Commands.JsonAsync("settle", "guest");
        await lab.AssertNoMountsAsync();
        RecordChain chain = await GuestFileSystem.CheckAsync(Path.Combine(lab.Dr, "guest", "data.raw"));
        Assert.InRange(chain.Last, announced, announced + 1);
    }

    [Fact]
    public async Task A_machine_that_runs_from_the_point_is_protected_at_home_settled_and_brought_home()
    {
        InstantLab.RequireLong();
        await using InstantLab lab = await InstantLab.CreateAsync();
        await lab.Run.Commands.JsonAsync("failover", "guest", "--instant");
        string machine = await lab.MachineIdAsync("guest");
        await lab.RecordAsync(machine, 3);
        await lab.Run.Commands.JsonAsync("reverse", "guest");
        await lab.RecordAsync(machine, lab.LastRecord(machine) + 2);
        await lab.Run.Commands.JsonAsync("settle", "guest");
        await lab.AssertNoMountsAsync();
        await lab.Run.Commands.JsonAsync("start", "guest");
        await lab.RecordAsync(machine, lab.LastRecord(machine) + 2);
        await lab.Run.Commands.JsonAsync("machine", "stop", "guest", "--site", "dr");
        long announced = lab.LastRecord(machine);
        await lab.Run.Commands.JsonAsync("failback", "guest");
        RecordChain chain = await GuestFileSystem.CheckAsync(Path.Combine(lab.Run.Commands.Path1("hq"), "guest", "data.raw"));
        Assert.InRange(chain.Last, announced, announced + 1);
    }

    private static async Task<string> MountIdAsync(InstantLab lab) =>
        (await lab.Run.Commands.JsonAsync("mounts"))[0].GetProperty("mount").GetProperty("id").GetString()!;
}
