using System.Diagnostics;
using System.Text.Json;
using Replication.TestGuest;

namespace Replication.Agent.Tests.Instant;

/// <summary>Commands of an instant recovery that are killed at many moments, and repeated.</summary>
public class KilledInstantTests
{
    [Fact]
    public async Task INV_02_what_is_killed_at_any_moment_ends_in_one_machine_one_mount_and_then_in_disks_of_its_own()
    {
        InstantLab.RequireLong();
        await using InstantLab lab = await InstantLab.CreateAsync();
        // From the start of the program to the start of the machine.
        for (int delay = 300; delay < 1800; delay += 150) await KillAfterAsync(lab, delay, "failover", "guest", "--instant");
        await lab.Run.Commands.JsonAsync("failover", "guest", "--instant");
        string machine = await lab.MachineIdAsync("guest");
        JsonElement mount = Assert.Single((await lab.Run.Commands.JsonAsync("mounts")).EnumerateArray());
        Assert.Equal($"Machine {machine}", mount.GetProperty("mount").GetProperty("usedBy").GetString());
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(lab.Run.Folder.Workspace, "mounts")));
        await lab.RecordAsync(machine, 3);

        for (int delay = 300; delay < 1800; delay += 150) await KillAfterAsync(lab, delay, "settle", "guest");
        await lab.Run.Commands.JsonAsync("settle", "guest");
        await lab.AssertNoMountsAsync();
        await lab.RecordAsync(machine, lab.LastRecord(machine) + 3);
        await lab.KillMachineAsync(machine);
        long announced = lab.LastRecord(machine);
        RecordChain chain = await GuestFileSystem.CheckAsync(Path.Combine(lab.Dr, "guest", "data.raw"));
        Assert.InRange(chain.Last, announced, announced + 1);

        await lab.Run.Commands.JsonAsync("undo", "guest");
        Assert.False(Directory.Exists(Path.Combine(lab.Dr, "guest")));
    }

    private static async Task KillAfterAsync(InstantLab lab, int milliseconds, params string[] verb)
    {
        using Process process = lab.Run.Commands.Start(verb);
        await Task.Delay(milliseconds);
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
    }
}
