using Replication.Core.Jobs;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Crashes;

/// <summary>
/// INV-02: a process that is killed after any entry of the journal, or in the middle of a transfer, and whose verb is
/// repeated, ends exactly where an undisturbed run ends.
/// </summary>
public abstract class KilledVerbTests
{
    private const long Disk0 = 6 * 1024 * 1024 + 512;
    private const long Disk1 = 4 * 1024 * 1024 + 1;

    /// <summary>Long enough for several progress reports within one disk.</summary>
    private const long LongDisk = 26 * 1024 * 1024;

    /// <summary>Every point in long runs; else the sample of <see cref="Points"/>.</summary>
    private static bool IsLong => Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    /// <summary>
    /// Kills the verb after every entry and repeats it; what was prepared holds the VM "web" and its source. Verbs that share their steps with others are
    /// killed after every third (<paramref name="everyEntry"/>), but for long runs.
    /// </summary>
    protected static async Task KillAtEveryEntryAsync(Func<Lab, Task> prepare, string verb, bool everyEntry = true, Func<Lab, string?>? argument = null, string vm = "web")
    {
        await using var lab = new Lab();
        await prepare(lab);
        await lab.SaveAsync("prepared");

        var counter = new EntryCounter();
        lab.Observer = counter;
        string? value = argument?.Invoke(lab);
        await lab.RunAsync(verb, vm, value);
        string undisturbed = await Picture.TakeAsync(lab);
        Assert.DoesNotContain("LEFT OVER", undisturbed, StringComparison.Ordinal);
        Assert.DoesNotContain("GONE", undisturbed, StringComparison.Ordinal);
        Assert.DoesNotContain("MISSING", undisturbed, StringComparison.Ordinal);
        lab.Observer = null;

        IEnumerable<int> points = Enumerable.Range(1, counter.Entries.Count);
        if (!IsLong) points = Points(counter.Entries, verb).Where((_, place) => everyEntry || place % 3 == 0);
        foreach (int n in points)
        {
            await lab.RestoreAsync("prepared");
            Assert.True(await CrashProcess.RunAsync(lab, verb, vm, value, "entries", n), $"{verb} was not killed at entry {n}");
            ReplicationJob job = await lab.TryAsync(verb, vm, value);
            string where = $"{verb} killed after entry {n}, {counter.Entries[n - 1]}";
            Assert.True(job.JobState == JobState.Succeeded, $"{where}: {job.JobState} {job.Error?.Message}");
            string picture = await Picture.TakeAsync(lab);
            Assert.True(undisturbed == picture, $"{where}:\n{picture}\ninstead of\n{undisturbed}");
        }
    }

    /// <summary>Kills the verb after every progress report, while blocks are in flight.</summary>
    protected static async Task KillInTransferAsync(Func<Lab, Task> prepare, string verb, int step = 1)
    {
        await using var lab = new Lab();
        await prepare(lab);
        await lab.SaveAsync("prepared");
        await lab.RunAsync(verb);
        string undisturbed = await Picture.TakeAsync(lab);
        int n = 1;
        while (true)
        {
            await lab.RestoreAsync("prepared");
            if (!await CrashProcess.RunAsync(lab, verb, "web", null, "reports", n)) break;
            await lab.RunAsync(verb);
            string picture = await Picture.TakeAsync(lab);
            Assert.True(undisturbed == picture, $"{verb} killed after report {n}:\n{picture}\ninstead of\n{undisturbed}");
            n += step;
        }

        Assert.True(n > 1, "The verb made no progress report.");
    }

    /// <summary>Numbers of entries, one of each kind: of those that differ in the disk or machine alone, which kills alike, the verb draws one.</summary>
    private static IEnumerable<int> Points(IReadOnlyList<string> entries, string verb) => entries
        .Select((entry, index) => (Kind: Kind(entry), Number: index + 1))
        .GroupBy(entry => entry.Kind, entry => entry.Number)
        .Select(alike => alike.ElementAt(verb.Length % alike.Count()))
        .Order();

    /// <summary>"Write/disk0 Done" and "Write/disk1 Done" are one; "Evidence/point Done" and "Evidence Done" are not.</summary>
    private static (string Step, int Depth, string State) Kind(string entry)
    {
        string[] words = entry.Split(' ');
        string[] path = words[0].Split('/');
        return (path[0], path.Length, words[^1]);
    }

    protected static async Task NewAsync(Lab lab)
    {
        lab.AddMachine("web", Disk0, Disk1).Fill(0, 1).Fill(1, 2);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
    }

    protected static async Task GroupAsync(Lab lab)
    {
        await ReplicatedAsync(lab);
        lab.AddMachine("db", Disk1).Fill(0, 3);
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.GetAsync("g"), "db");
        Change(Lab.MachineAt(lab.Hq, "web"), 10);
    }

    protected static async Task NewLongAsync(Lab lab)
    {
        lab.AddMachine("web", LongDisk, Disk1).Fill(0, 1).Fill(1, 2);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
    }

    protected static async Task ReplicatedAsync(Lab lab)
    {
        await NewAsync(lab);
        await lab.RunAsync("replicate");
    }

    protected static async Task ChangedAsync(Lab lab)
    {
        await ReplicatedAsync(lab);
        Change(Lab.MachineAt(lab.Hq, "web"), 10);
    }

    protected static async Task ChangedLongAsync(Lab lab)
    {
        await NewLongAsync(lab);
        await lab.RunAsync("replicate");
        Lab.MachineAt(lab.Hq, "web").Fill(0, 12);
    }

    protected static async Task TwicePointedAsync(Lab lab)
    {
        await ChangedAsync(lab);
        await lab.RunAsync("replicate");
    }

    protected static async Task FailedOverAsync(Lab lab)
    {
        await TwicePointedAsync(lab);
        await lab.RunAsync("failover");
        Change(Lab.MachineAt(lab.Dr, "web"), 20);
        Change(Lab.MachineAt(lab.Hq, "web"), 30);
    }

    protected static async Task ReversedAsync(Lab lab)
    {
        await FailedOverAsync(lab);
        await lab.RunAsync("reverse");
        Change(Lab.MachineAt(lab.Dr, "web"), 40);
        Change(Lab.MachineAt(lab.Hq, "web"), 50);
    }

    protected static async Task FailedBackAsync(Lab lab)
    {
        await ReversedAsync(lab);
        await lab.RunAsync("failback");
        Change(Lab.MachineAt(lab.Hq, "web"), 60);
    }

    protected static async Task TestedAsync(Lab lab)
    {
        await ReplicatedAsync(lab);
        await lab.RunAsync("test");
    }

    protected static async Task ExportedAsync(Lab lab)
    {
        await NewAsync(lab);
        await lab.RunAsync("export", argument: lab.Media);
    }

    protected static void Change(TestMachine machine, int seed)
    {
        machine.Scribble(0, seed * 4096, 5000, seed);
        machine.Scribble(0, 3 * TestMachine.Block + 77, 20000, seed + 1);
        machine.Scribble(1, 2 * TestMachine.Block - 100, 200, seed + 2);
        machine.Write(0, TestMachine.Block, new byte[TestMachine.Block]);
    }

    protected static async Task RequireStateAsync(Lab lab, ReplicationState state) => Assert.Equal(state, (await lab.VmAsync()).ReplicationState);
}
