using Replication.Agent.Ec2;
using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>States take as long as they are told to. The server's clock moves by less than the 15 minutes that a signature may be off.</summary>
public class TransitionTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task States_pass_when_their_time_has_come()
    {
        var time = new ManualTime();
        var options = new Ec2Options
        {
            InstanceStart = Delay,
            InstanceTermination = Delay,
            VolumeCreation = Delay,
            Attachment = Delay,
            SnapshotCompletion = Delay,
            SnapshotInterval = Delay,
        };
        await using Facade facade = await Facade.StartAsync(options, time);
        await Python.RunAsync(facade, "slow.py", "just_made");
        time.Advance(Delay + Delay);
        await Python.RunAsync(facade, "slow.py", "later");
    }

    [Fact]
    public async Task A_new_resource_is_found_only_once_the_region_is_consistent()
    {
        var time = new ManualTime();
        await using Facade facade = await Facade.StartAsync(new Ec2Options { Inconsistency = Delay }, time);
        await Python.RunAsync(facade, "slow.py", "hidden");
        time.Advance(Delay + Delay);
        await Python.RunAsync(facade, "slow.py", "seen");
    }
}
